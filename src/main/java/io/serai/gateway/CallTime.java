package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when the call under way on this thread is worth anything: as long as the one with the most
 * time of all who wait for it. Whoever joins may lengthen it. Clients look here for how long they
 * may wait.
 */
public final class CallTime {

    private static final ScopedValue<CallTime> CURRENT = ScopedValue.newInstance();

    private final AtomicLong end;

    CallTime(Duration time) {
        this.end = new AtomicLong(System.nanoTime() + time.toNanos());
    }

    void extend(Duration time) {
        long wanted = System.nanoTime() + time.toNanos();
        end.updateAndGet(now -> wanted - now > 0 ? wanted : now);
    }

    /** Runs a call that may take this time. */
    <R> R call(ScopedValue.CallableOp<R, RuntimeException> work) {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /**
     * The given time, or what the call on this thread has left if that is less; 0 if it is over.
     */
    public static Duration atMost(Duration time) {
        if (!CURRENT.isBound()) {
            return time;
        }
        Duration left = CURRENT.get().left();
        return left.compareTo(time) < 0 ? left : time;
    }

    /** That of the call on this thread, to look at from others; null if there is none. */
    public static @Nullable CallTime current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** What is left now, 0 if it is over. More later, if somebody with more time joins. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end.get() - System.nanoTime()));
    }

    public static boolean isOver() {
        return atMost(Duration.ofDays(1)).isZero();
    }
}
