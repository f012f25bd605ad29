package io.serai.cluster;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that the nodes share.
 *
 * @param url {@code redis://host:port}, {@code rediss://} for TLS, with {@code :password@} or
 *     {@code user:password@} before the host; empty: this node is alone
 * @param prefix before every key and channel, for a Redis that others use too
 */
@ConfigurationProperties("serai.redis")
public record RedisSettings(@DefaultValue("") String url, @DefaultValue("serai:") String prefix) {

    /** True if there may be other nodes, which this one meets there. */
    public boolean isSet() {
        return !url.isBlank();
    }

    /** Keeps the URL to itself: there may be a password in it. */
    @Override
    public String toString() {
        return "RedisSettings[" + (isSet() ? "set" : "not set") + "]";
    }
}
