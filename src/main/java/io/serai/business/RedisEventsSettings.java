package io.serai.business;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * The Redis Stream that business events are read from.
 *
 * @param url {@code redis://host:port}, {@code rediss://} for TLS, with {@code :password@} or
 *     {@code user:password@} before the host; empty: none is read
 * @param consumer this node's name in the group; what another left behind is taken over
 * @param minIdle how long an entry must be in another's hands before it is taken over
 * @param batch how many are fetched at a time
 */
@ConfigurationProperties("serai.events.redis")
record RedisEventsSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String consumer,
        @DefaultValue("60s") Duration minIdle,
        @DefaultValue("100") int batch) {

    RedisEventsSettings {
        if (!minIdle.isPositive() || batch < 1 || batch > 10_000) {
            throw new IllegalArgumentException(
                    "serai.events.redis.min-idle must be longer than nothing, batch 1 to 10000");
        }
    }

    /** Keeps the URL to itself: there may be a password in it. */
    @Override
    public String toString() {
        return "RedisEventsSettings[" + (url.isBlank() ? "not set" : "set") + "]";
    }
}
