package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hangs up on a system whose answer does not come to an end. Timeouts of sockets are no bound: each
 * byte that comes begins them anew, in the head of an answer as in its body; and a stream that is
 * closed before its end is read to its end first, for the connection's sake.
 */
final class Overtime implements Watch.Watched, AutoCloseable {

    private final Runnable hangUp;
    private final @Nullable CallTime time = CallTime.current();
    private final AtomicBoolean hangingUp = new AtomicBoolean();
    private volatile long end;
    private volatile boolean cut;

    private Overtime(Duration most, Runnable hangUp) {
        this.hangUp = hangUp;
        this.end = System.nanoTime() + most.toNanos();
    }

    /**
     * Watches the call on this thread until it is closed: it may take as long as its message has
     * time, and no longer than that.
     *
     * @param hangUp closes the connection; called from another thread, perhaps more than once
     */
    static Overtime watch(Duration most, Runnable hangUp) {
        Overtime call = new Overtime(most, hangUp);
        Watch.begin(call);
        return call;
    }

    /** From now on it may take so long. */
    void restart(Duration most) {
        end = System.nanoTime() + most.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - end > 0 || (time != null && time.left().isZero());
    }

    /** Whether it was hung up. What fails afterwards fails because of that. */
    boolean isCut() {
        return cut;
    }

    void hangUp() {
        cut = true;
        hangUp.run();
    }

    @Override
    public void close() {
        Watch.end(this);
    }

    /** In a thread of its own, for closing may wait; again and again, until the call is over. */
    @Override
    public void look(long now) {
        if (isOver() && hangingUp.compareAndSet(false, true)) {
            Thread.startVirtualThread(
                    () -> {
                        try {
                            hangUp();
                        } catch (RuntimeException e) {
                            // It is tried again at the next look.
                        } finally {
                            hangingUp.set(false);
                        }
                    });
        }
    }
}
