package io.serai.cluster;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** In Redis, each value with its own end. */
final class RedisCache implements SharedCache {

    private static final long PATIENCE = 150;
    private static final int LONGEST = 256 * 1024;

    private final RedisLink link;
    private final String prefix;
    private final Counter hits;
    private final Counter misses;
    private final Counter failures;

    RedisCache(RedisLink link, RedisSettings settings, MeterRegistry meters) {
        this.link = link;
        this.prefix = settings.prefix() + "cache:";
        this.hits = counter(meters, "hit");
        this.misses = counter(meters, "miss");
        this.failures = counter(meters, "failure");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("serai.cache.shared")
                .description("Questions to the cache that the nodes share")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public Optional<String> get(String key) {
        try {
            var redis = link.ask().orElse(null);
            if (redis == null) {
                failures.increment();
                return Optional.empty();
            }
            @Nullable String value = redis.get(prefix + key).get(PATIENCE, TimeUnit.MILLISECONDS);
            (value == null ? misses : hits).increment();
            return Optional.ofNullable(value);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException
                | TimeoutException
                | RedisException
                | CancellationException away) {
            failures.increment();
            return Optional.empty();
        }
    }

    @Override
    public void put(String key, String value, Duration time) {
        if (time.toMillis() <= 0 || value.length() > LONGEST) {
            return;
        }
        try {
            link.ask()
                    .map(
                            redis ->
                                    redis.set(
                                            prefix + key,
                                            value,
                                            SetArgs.Builder.px(time.toMillis())))
                    .ifPresentOrElse(
                            kept ->
                                    kept.whenComplete(
                                            (ok, e) -> {
                                                if (e != null) {
                                                    failures.increment();
                                                }
                                            }),
                            failures::increment);
        } catch (RedisException away) {
            failures.increment();
        }
    }

    @Override
    public void count(String key, Duration time) {
        try {
            link.ask()
                    .ifPresentOrElse(
                            redis -> {
                                redis.incr(prefix + key);
                                redis.pexpire(prefix + key, time.toMillis());
                            },
                            failures::increment);
        } catch (RedisException away) {
            failures.increment();
        }
    }

    @Override
    public OptionalLong counted(String key) {
        try {
            return get(key).stream().mapToLong(Long::parseLong).findFirst();
        } catch (NumberFormatException somebodyElses) {
            return OptionalLong.empty();
        }
    }
}
