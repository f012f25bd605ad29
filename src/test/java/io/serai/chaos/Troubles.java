package io.serai.chaos;

import io.serai.HubProcess;
import io.serai.engines.Engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Kills hubs, stops engines and cuts connections, and looks whether that really happened. */
final class Troubles {

    private static final double SHARE_CUT = 0.04;
    private static final int TRAFFIC_SECONDS = 120;
    private static final int MOMENTS = 16;
    private static final long A_MOMENT = 2_000;
    private static final int KILLS = 2;
    private static final String KILL = "kill -9 of hub ";

    private final Cluster cluster;
    private final Options options;
    private final LongSupplier traffic;
    private final Random chance;
    private final List<Trouble> past = new CopyOnWriteArrayList<>();
    private final Deque<Long> samples = new ConcurrentLinkedDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    /**
     * None yet.
     *
     * @param traffic how many messages have been acknowledged
     */
    Troubles(Cluster cluster, Options options, LongSupplier traffic, Random chance) {
        this.cluster = cluster;
        this.options = options;
        this.traffic = traffic;
        this.chance = chance;
    }

    void start() {
        threads.add(Thread.ofVirtual().start(() -> every(1_000, this::sample)));
        threads.add(Thread.ofVirtual().start(() -> every(1_500, this::cut)));
        if (options.killEvery() > 0) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> every(1_000L * options.killEvery(), this::kill)));
        }
        if (options.outageEvery() > 0) {
            threads.add(Thread.ofVirtual().start(this::outages));
        }
    }

    /** No more of it; what is under way ends first. */
    void end() throws InterruptedException {
        going = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    List<Trouble> past() {
        return past;
    }

    /** What was to be taken away and has not been often enough to prove anything. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (options.killEvery() > 0 && kills() < KILLS) {
            missing.add("of " + KILLS + " kills of a hub only " + kills() + " happened");
        }
        if (options.outageEvery() > 0) {
            cluster.engines().keySet().stream()
                    .filter(it -> proven(it) == 0)
                    .forEach(it -> missing.add(it + " was never away under load"));
        }
        return missing;
    }

    private long kills() {
        return proven(KILL);
    }

    private long proven(String what) {
        return past.stream().filter(it -> it.proves() && it.what().startsWith(what)).count();
    }

    private interface Step {
        void run() throws InterruptedException, IOException;
    }

    private void every(long millis, Step step) {
        try {
            while (going) {
                sleep(millis / 2 + chance.nextLong(millis));
                if (going) {
                    step.run();
                }
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sleep(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (going && System.nanoTime() < until) {
            Thread.sleep(50);
        }
    }

    private void cut() {
        cluster.balancer().cutSome(chance, SHARE_CUT);
    }

    /** One that is ready, as long as others are too. */
    private void kill() throws InterruptedException {
        List<HubProcess> ready = cluster.hubs().stream().filter(HubProcess::isReady).toList();
        long before = flow();
        if (ready.size() < Math.min(2, cluster.hubs().size()) || before == 0) {
            return; // later
        }
        HubProcess hub = ready.get(chance.nextInt(ready.size()));
        ProcessHandle process = hub.handle();
        hub.kill();
        boolean gone = !process.isAlive() && isClosed(hub.port());
        int number = cluster.hubs().indexOf(hub) + 1;
        long mark = traffic.getAsLong();
        past.add(
                new Trouble(
                        KILL + number + ", process " + process.pid(),
                        gone,
                        before,
                        awaitMore(mark)));
    }

    private void outages() {
        try {
            List<Map.Entry<String, Engine>> engines = new ArrayList<>(cluster.engines().entrySet());
            for (int turn = 0; going; turn++) {
                sleep(1_000L * options.outageEvery());
                if (going) {
                    var engine = engines.get(turn % engines.size());
                    outage(engine.getKey(), engine.getValue(), turn / engines.size() % 2 == 0);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void outage(String name, Engine engine, boolean clean) throws InterruptedException {
        long before = flow();
        if (clean) {
            engine.stop();
        } else {
            engine.kill();
        }
        boolean gone = !engine.isRunning() && isClosed(cluster.port(name));
        Thread.sleep(1_000L * options.outage());
        gone &= isClosed(cluster.port(name));
        engine.start();
        long mark = traffic.getAsLong();
        past.add(
                new Trouble(
                        name + (clean ? " stopped" : " killed") + " for " + options.outage() + " s",
                        gone,
                        before,
                        awaitMore(mark)));
    }

    /** How many messages were acknowledged in the last moments. */
    private long flow() {
        Long earlier = samples.peekFirst();
        return traffic.getAsLong() - (earlier == null ? 0 : earlier);
    }

    private void sample() {
        samples.addLast(traffic.getAsLong());
        if (samples.size() > MOMENTS) {
            samples.pollFirst();
        }
    }

    private long awaitMore(long mark) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(TRAFFIC_SECONDS);
        while (traffic.getAsLong() == mark && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        Thread.sleep(A_MOMENT);
        return traffic.getAsLong() - mark;
    }

    private static boolean isClosed(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
