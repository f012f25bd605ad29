package io.serai.engines;

/**
 * PostgreSQL, MariaDB, Kafka or Redis as a process of its own, with data and a port that stay the
 * same when it is stopped and started again. What it cannot do it says as an {@link
 * IllegalStateException}.
 */
public sealed interface Engine extends AutoCloseable permits Postgres, ChildEngine {

    /** Starts it and waits until it serves; does nothing if it runs. */
    void start();

    /** Shuts it down in an orderly way, as its operator would, and waits until it is gone. */
    void stop();

    /** SIGKILL: it gets no chance to write anything more. */
    void kill();

    /** Whether its process is there. */
    boolean isRunning();

    /** Ends it and deletes its data. */
    @Override
    void close();
}
