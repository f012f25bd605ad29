package io.serai.engines;

/** An engine that is one child process of the tests. */
abstract sealed class ChildEngine implements Engine permits MariaDb, Kafka, Redis {

    final Place place;
    private final String ready;
    private Running running;

    /**
     * @param ready what it says once it serves
     */
    ChildEngine(String name, String ready) {
        this.place = Place.of(name);
        this.ready = ready;
    }

    /** Starts the process and waits for nothing. */
    abstract Running run();

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            running = run();
            running.awaitSaid(ready);
        }
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            running.stop();
        }
    }

    @Override
    public synchronized void kill() {
        if (running != null) {
            running.kill();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null && running.isAlive();
    }

    @Override
    public synchronized void close() {
        kill();
        place.delete();
    }
}
