package io.serai.bus;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

import java.util.concurrent.ExecutionException;

/**
 * Health component {@code bus}. It stays UP while Kafka is away: customers are still taken in, and
 * what they say is safe. Watch {@code details.state}.
 */
final class BusHealth implements HealthIndicator {

    private final Topics topics;
    private final Outlet outlet;
    private final BusSettings settings;

    BusHealth(Topics topics, Outlet outlet, BusSettings settings) {
        this.topics = topics;
        this.outlet = outlet;
        this.settings = settings;
    }

    @Override
    public Health health() {
        Health.Builder up = Health.up();
        if (!settings.kafka()) {
            return up.withDetail("state", "embedded").build();
        }
        up.withDetail("brokers", settings.brokers());
        String trouble = outlet.trouble();
        try {
            up.withDetail("reached", topics.brokers());
        } catch (ExecutionException | RuntimeException e) {
            trouble = (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "interrupted";
        }
        return trouble == null
                ? up.withDetail("state", "connected").build()
                : up.withDetail("state", "degraded")
                        .withDetail("trouble", trouble)
                        .withDetail("mend", "Start Kafka, or set serai.bus.brokers right")
                        .build();
    }
}
