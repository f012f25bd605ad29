package io.serai.reload;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts the messages inside a {@code direct:} route and lets new ones wait while it is held. */
final class Lane {

    private final AtomicInteger inside = new AtomicInteger();
    private volatile @Nullable CountDownLatch held;

    /** Goes in, after waiting for the end of a hold; false if that takes too long. */
    boolean enter(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            inside.incrementAndGet(); // counted before looking, so that hold() sees it or it sees
            // hold()
            CountDownLatch open = held;
            if (open == null) {
                return true;
            }
            inside.decrementAndGet();
            if (!open.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
    }

    void leave() {
        inside.decrementAndGet();
    }

    /** Holds new messages and waits for those inside to leave; false if some still are. */
    boolean hold(Duration drain) {
        held = new CountDownLatch(1);
        long deadline = System.nanoTime() + drain.toNanos();
        while (inside.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(500_000);
        }
        return inside.get() == 0;
    }

    void release() {
        CountDownLatch open = held;
        held = null;
        if (open != null) {
            open.countDown();
        }
    }
}
