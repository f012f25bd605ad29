package io.serai.chaos;

import io.serai.HubProcess;
import io.serai.engines.Engine;
import io.serai.engines.Engines;
import io.serai.engines.Kafka;
import io.serai.engines.Postgres;
import io.serai.engines.Redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The hubs, the engines behind them and the balancer before them. A hub that ends is started again,
 * as systemd or Kubernetes would do.
 */
final class Cluster implements AutoCloseable {

    static final int CAPACITY = 4;

    private static final String SECRET = "a-secret-of-the-chaos-proof-and-nobody-else";

    private final Postgres postgres = Engines.newPostgres();
    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final String database = postgres.freshDatabase();
    private final List<HubProcess> hubs = new ArrayList<>();
    private final List<Thread> keepers = new ArrayList<>();
    private final Balancer balancer;
    private volatile boolean running = true;

    /**
     * Starts all of it.
     *
     * @param folder for data and logs
     */
    Cluster(Options options, Path folder, Platforms platforms, List<String> agents)
            throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(settings(platforms, agents));
        engines.put("PostgreSQL", postgres);
        ports.put("PostgreSQL", postgres.port());
        if (options.cluster()) {
            Kafka kafka = Engines.newKafka();
            Redis redis = Engines.newRedis();
            engines.put("Kafka", kafka);
            engines.put("Redis", redis);
            ports.put("Kafka", Integer.parseInt(kafka.brokers().replaceAll(".*:", "")));
            ports.put("Redis", redis.port());
            settings.add("serai.bus.brokers=" + kafka.brokers());
            settings.add("serai.redis.url=" + redis.url());
        }
        for (int i = 1; i <= options.hubs(); i++) {
            Path own = Files.createDirectories(folder.resolve("hub" + i));
            settings.add("serai.node.name=hub" + i);
            hubs.add(new HubProcess(own, settings.toArray(String[]::new)));
        }
        balancer = new Balancer(hubs.stream().map(HubProcess::port).toList());
        hubs.getFirst().launch();
        awaitReady(hubs.getFirst()); // it makes the tables
        for (HubProcess hub : hubs.subList(1, hubs.size())) {
            hub.launch();
        }
        awaitReady();
        for (HubProcess hub : hubs) {
            keepers.add(Thread.ofPlatform().daemon().start(() -> keepRunning(hub)));
        }
    }

    private List<String> settings(Platforms platforms, List<String> agents) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "serai.store.url=" + database,
                                "serai.store.user=" + postgres.user(),
                                "serai.store.password=" + postgres.password(),
                                "serai.security.secret=" + SECRET,
                                "serai.reload.watch=false",
                                "serai.assignment.offer-time=4s",
                                "serai.assignment.pause=2s",
                                "serai.assignment.grace=8s",
                                "serai.node.silence=5s",
                                "serai.wechat.main.passive-wait=0ms",
                                "serai.wechat.main.api-base=" + platforms.base("wechat"),
                                "serai.douyin.main.api-base=" + platforms.base("douyin")));
        for (String agent : agents) {
            String user = "serai.users." + agent + ".";
            settings.add(user + "password={noop}" + Agent.PASSWORD);
            settings.add(user + "roles=agent");
            settings.add(user + "skills=general,returns");
            settings.add(user + "capacity=" + CAPACITY);
        }
        return settings;
    }

    Balancer balancer() {
        return balancer;
    }

    List<HubProcess> hubs() {
        return hubs;
    }

    Map<String, Engine> engines() {
        return engines;
    }

    /** Where an engine listens. */
    int port(String engine) {
        return ports.get(engine);
    }

    Store store() {
        return new Store(database, postgres.user(), postgres.password());
    }

    long ready() {
        return hubs.stream().filter(HubProcess::isReady).count();
    }

    private void keepRunning(HubProcess hub) {
        while (running) {
            try {
                Thread.sleep(200);
                if (running && !hub.handle().isAlive()) {
                    hub.launch();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Until all hubs are. */
    void awaitReady() throws InterruptedException {
        for (HubProcess hub : hubs) {
            awaitReady(hub);
        }
    }

    private void awaitReady(HubProcess hub) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!hub.isReady()) {
            boolean failed = keepers.isEmpty() && !hub.handle().isAlive();
            if (failed || System.nanoTime() > until) {
                throw new IllegalStateException("A hub does not become ready; see its log");
            }
            Thread.sleep(200);
        }
    }

    @Override
    public void close() throws IOException {
        running = false;
        balancer.close();
        keepers.forEach(Thread::interrupt);
        hubs.forEach(HubProcess::close);
        engines.values().forEach(Engine::close);
    }
}
