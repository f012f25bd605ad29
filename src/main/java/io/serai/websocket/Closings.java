package io.serai.websocket;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Connections that were told to close and have a while to agree. */
final class Closings {

    private static final long LOOK_NANOS = 5_000_000;

    private final Queue<Closing> closing = new ConcurrentLinkedQueue<>();
    private final Duration timeout;

    Closings(Duration timeout) {
        this.timeout = timeout;
    }

    void watch(Wire wire) {
        closing.add(new Closing(wire, System.nanoTime() + timeout.toNanos()));
    }

    int count() {
        return closing.size();
    }

    /** Cuts off who had their while. */
    void look(long now) {
        closing.removeIf(one -> one.isOver(now));
    }

    /** Waits for all of them, then cuts off who is left. */
    void end() {
        long end = System.nanoTime() + timeout.toNanos();
        while (closing.stream().anyMatch(one -> one.wire().isOpen())
                && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        closing.forEach(Closing::cut);
    }
}
