package io.serai.cluster;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

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
    public Map<String, String> get(Collection<String> keys) {
        try {
            var redis = link.ask().orElse(null);
            if (redis == null || keys.isEmpty()) {
                failures.increment(keys.size());
                return Map.of();
            }
            String[] names = keys.stream().map(prefix::concat).toArray(String[]::new);
            Map<String, String> found =
                    redis.mget(names).get(PATIENCE, TimeUnit.MILLISECONDS).stream()
                            .filter(KeyValue::hasValue)
                            .collect(Collectors.toMap(this::key, KeyValue::getValue));
            hits.increment(found.size());
            misses.increment(names.length - found.size());
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } catch (ExecutionException
                | TimeoutException
                | RedisException
                | CancellationException away) {
            failures.increment(keys.size());
            return Map.of();
        }
    }

    private String key(KeyValue<String, String> found) {
        return found.getKey().substring(prefix.length());
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
