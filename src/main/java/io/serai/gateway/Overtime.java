package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Hangs up on a system whose answer does not come to an end. Timeouts of sockets are no bound: each
 * byte that comes begins them anew, in the head of an answer as in its body; and a stream that is
 * closed before its end is read to its end first, for the connection's sake.
 *
 * <p>One thread looks after all calls, and is woken by none but the first.
 */
final class Overtime implements AutoCloseable {

    private static final long GRAIN_NANOS = 20_000_000;

    /** After so many looks at nothing it rests until somebody calls. */
    private static final int LOOKS_AT_NOTHING = 100;

    private static final Set<Overtime> UNDER_WAY = ConcurrentHashMap.newKeySet();
    private static final Thread WATCH =
            Thread.ofPlatform().daemon().name("overtime").unstarted(Overtime::watch);
    private static volatile boolean resting;

    static {
        WATCH.start();
    }

    private final Runnable hangUp;
    private final @Nullable CallTime time = CallTime.current();
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
        UNDER_WAY.add(call);
        if (resting) {
            LockSupport.unpark(WATCH);
        }
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
        UNDER_WAY.remove(this);
    }

    private static void watch() {
        int looksAtNothing = 0;
        while (true) {
            LockSupport.parkNanos(GRAIN_NANOS);
            UNDER_WAY.forEach(Overtime::look);
            looksAtNothing = UNDER_WAY.isEmpty() ? looksAtNothing + 1 : 0;
            if (looksAtNothing == LOOKS_AT_NOTHING) {
                rest();
                looksAtNothing = 0;
            }
        }
    }

    private void look() {
        if (isOver()) {
            try {
                hangUp();
            } catch (RuntimeException e) {
                // It is tried again at the next look; the others are looked after all the same.
            }
        }
    }

    private static void rest() {
        resting = true;
        // Who came before it was said that nobody watches did not call.
        while (UNDER_WAY.isEmpty()) {
            LockSupport.park();
        }
        resting = false;
    }
}
