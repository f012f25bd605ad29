package io.serai.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.serai.edge.EdgeSettings.Rate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key, in one number each: the time at which the bucket would be full again
 * (the generic cell rate algorithm). Takes bounded memory however many keys there are.
 */
public final class RateLimit {

    private static final int MOST_KEYS = 100_000;

    private final long interval;
    private final long burst;
    private final LongSupplier nanos;
    private final Cache<Object, AtomicLong> full;

    /** A limit on the system's own clock. */
    public RateLimit(Rate rate) {
        this(rate, System::nanoTime);
    }

    RateLimit(Rate rate, LongSupplier nanos) {
        this.interval = Math.max(1, (long) (TimeUnit.SECONDS.toNanos(1) / rate.perSecond()));
        this.burst = interval * rate.burst();
        this.nanos = nanos;
        this.full =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEYS)
                        .expireAfterAccess(Duration.ofNanos(burst).plusSeconds(60))
                        .executor(Runnable::run) // its upkeep costs less than waking a thread
                        .build();
    }

    /**
     * Takes one token of a key's bucket.
     *
     * @return 0 if there was one, otherwise after how many seconds there will be
     */
    public long take(Object key) {
        long now = nanos.getAsLong();
        AtomicLong bucket = full.get(key, fresh -> new AtomicLong(now));
        while (true) {
            long at = bucket.get();
            long next = (at - now > 0 ? at : now) + interval;
            long excess = next - now - burst;
            if (excess > 0) {
                return TimeUnit.NANOSECONDS.toSeconds(excess) + 1;
            }
            if (bucket.compareAndSet(at, next)) {
                return 0;
            }
        }
    }

    /** Gives a token back that turned out not to count. */
    public void giveBack(Object key) {
        AtomicLong bucket = full.getIfPresent(key);
        if (bucket != null) {
            bucket.addAndGet(-interval);
        }
    }
}
