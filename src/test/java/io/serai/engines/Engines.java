package io.serai.engines;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The real engines for tests: one of each per JVM, started when it is first asked for and ended
 * with the JVM. A test that stops or kills one takes a {@code new} one, so that it disturbs nobody.
 */
public final class Engines {

    private static final Queue<Engine> STARTED = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> STARTED.parallelStream().forEach(Engine::close)));
    }

    private static final Shared<Postgres> POSTGRES = new Shared<>(Postgres::shared);
    private static final Shared<MariaDb> MARIADB = new Shared<>(MariaDb::new);
    private static final Shared<Kafka> KAFKA = new Shared<>(Kafka::new);
    private static final Shared<Redis> REDIS = new Shared<>(Redis::new);

    private Engines() {}

    /** PostgreSQL for everybody; take a {@link Postgres#freshDatabase()} of it. */
    public static Postgres postgres() {
        return POSTGRES.get();
    }

    /** PostgreSQL for one test, which may stop and kill it and closes it. */
    public static Postgres newPostgres() {
        return started(new Postgres());
    }

    /** The same with its data in a folder of the test's. */
    public static Postgres newPostgres(Path folder) {
        return started(new Postgres(folder));
    }

    /** MariaDB for everybody; take a {@link MariaDb#freshDatabase()} of it. */
    public static MariaDb mariadb() {
        return MARIADB.get();
    }

    /** Kafka for everybody; name topics so that no other test uses them. */
    public static Kafka kafka() {
        return KAFKA.get();
    }

    /**
     * Kafka for one test, which may stop and kill it and closes it.
     *
     * @param settings more of them, {@code name=value}
     */
    public static Kafka newKafka(String... settings) {
        return started(new Kafka(settings));
    }

    /** Redis for everybody; name keys and channels so that no other test uses them. */
    public static Redis redis() {
        return REDIS.get();
    }

    /** Redis for one test, which may stop and kill it and closes it. */
    public static Redis newRedis() {
        return started(new Redis());
    }

    private static <E extends Engine> E started(E engine) {
        STARTED.add(engine);
        engine.start();
        return engine;
    }

    /** Made when first asked for. */
    private static final class Shared<E extends Engine> {

        private final Supplier<E> make;
        private E engine;

        Shared(Supplier<E> make) {
            this.make = make;
        }

        synchronized E get() {
            if (engine == null) {
                engine = started(make.get());
            }
            return engine;
        }
    }
}
