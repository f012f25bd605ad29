package io.serai.cluster;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Health component {@code redis}. It stays UP while Redis is away: the hub goes on, and what other
 * nodes say comes a little later, from the store. Watch {@code details.state} or the gauge {@code
 * serai.relay.up}.
 */
final class RedisHealth implements HealthIndicator {

    private final Redis redis;
    private final NodeSettings node;

    RedisHealth(Redis redis, NodeSettings node) {
        this.redis = redis;
        this.node = node;
    }

    @Override
    public Health health() {
        Health.Builder up = Health.up().withDetail("node", node.name());
        redis.link()
                .ifPresentOrElse(
                        link ->
                                up.withDetail("state", link.isUp() ? "connected" : "degraded")
                                        .withDetail("address", link.address())
                                        .withDetail("upSeconds", link.up().toSeconds()),
                        () -> up.withDetail("state", "alone"));
        return up.build();
    }
}
