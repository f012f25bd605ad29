package io.serai.bench;

import io.serai.HubProcess;
import io.serai.engines.Engines;
import io.serai.engines.Kafka;
import io.serai.engines.Postgres;
import io.serai.engines.Redis;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A hub on PostgreSQL, and with {@code --bus=kafka} on Kafka and Redis too, all on this machine, to
 * measure against until it is interrupted. Prints where it is.
 */
final class EnginesHub {

    private EnginesHub() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        Postgres postgres = Engines.newPostgres();
        String database = postgres.freshDatabase();
        List<String> settings = new ArrayList<>();
        settings.add("serai.store.url=" + database);
        settings.add("serai.store.user=" + postgres.user());
        settings.add("serai.store.password=" + postgres.password());
        settings.add("serai.reload.watch=false");
        settings.add("serai.users.agent1.capacity=100000");
        settings.add("serai.users.agent2.capacity=100000");
        if (options.text("bus", "embedded").equals("kafka")) {
            Kafka kafka = Engines.newKafka();
            Redis redis = Engines.newRedis();
            settings.add("serai.bus.brokers=" + kafka.brokers());
            settings.add("serai.redis.url=" + redis.url());
        }
        HubProcess hub =
                new HubProcess(
                                Files.createTempDirectory("serai-engines"),
                                settings.toArray(String[]::new))
                        .compiledInFull()
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(hub::close));
        System.out.printf(
                "--server=%s --database=%s?user=%s&password=%s --pid=%d%n",
                hub.socket(""), database, postgres.user(), postgres.password(), hub.handle().pid());
        new CountDownLatch(1).await();
    }
}
