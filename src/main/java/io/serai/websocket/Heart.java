package io.serai.websocket;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** Beats while there is something alive, and keeps a coarse clock that costs nothing to read. */
final class Heart {

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final long interval;
    private final LongConsumer work;
    private @Nullable Thread thread;
    private volatile long now = System.nanoTime();
    private volatile boolean stopped;

    /**
     * @param interval the grain of the clock
     * @param work done at each beat, told the time
     */
    Heart(Duration interval, LongConsumer work) {
        this.interval = interval.toNanos();
        this.work = work;
    }

    /** Nanoseconds, as of the latest beat. */
    long now() {
        return now;
    }

    synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("websocket-heart").start(this::live);
        }
    }

    synchronized void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void live() {
        while (!stopped) {
            LockSupport.parkNanos(interval);
            now = System.nanoTime();
            beat(work, now);
        }
    }

    /** Whatever one meets, the others and the next beat come: else nobody's silence is noticed. */
    static void beat(LongConsumer one, long now) {
        try {
            one.accept(now);
        } catch (RuntimeException | Error e) {
            LOG.error("A connection could not be looked after", e);
        }
    }
}
