package io.serai.bus;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

import java.util.concurrent.ExecutionException;

/**
 * Whether Kafka can be reached. It says nothing about readiness: without Kafka customers are still
 * taken in, and what they say is safe.
 */
final class KafkaHealth implements HealthIndicator {

    private final Topics topics;
    private final Outlet outlet;
    private final BusSettings settings;

    KafkaHealth(Topics topics, Outlet outlet, BusSettings settings) {
        this.topics = topics;
        this.outlet = outlet;
        this.settings = settings;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up().withDetail("brokers", settings.brokers());
        String trouble = outlet.trouble();
        try {
            health.withDetail("reached", topics.brokers());
        } catch (ExecutionException | RuntimeException e) {
            trouble = (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble = "interrupted";
        }
        return trouble == null
                ? health.build()
                : health.down()
                        .withDetail("trouble", trouble)
                        .withDetail("mend", "Start Kafka, or set serai.bus.brokers right")
                        .build();
    }
}
