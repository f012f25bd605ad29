package io.serai.publish;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Health component {@code webhooks}. It stays UP: that a subscriber fails is no fault of the hub.
 * Watch {@code details.state}.
 */
final class WebhooksHealth implements HealthIndicator {

    private static final int MOST = 100_000;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final SecretBox box;

    WebhooksHealth(Webhooks webhooks, Deliveries deliveries, SecretBox box) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.box = box;
    }

    @Override
    public Health health() {
        try {
            return health(webhooks.all());
        } catch (DataAccessException e) {
            return Health.up().withDetail("state", "unknown while the store is away").build();
        }
    }

    private Health health(List<Webhook> all) {
        Map<String, String> troubles = new TreeMap<>();
        for (Webhook webhook : all) {
            if (webhook.reason() != null) {
                int waiting = deliveries.count(webhook.id(), "waiting", MOST);
                troubles.put(
                        webhook.id().toString(),
                        "%s, %s; %d deliveries wait"
                                .formatted(
                                        webhook.state().name().toLowerCase(java.util.Locale.ROOT),
                                        webhook.reason(),
                                        waiting));
            }
        }
        Health.Builder up =
                Health.up()
                        .withDetail("state", troubles.isEmpty() ? "well" : "degraded")
                        .withDetail("subscriptions", all.size());
        if (!troubles.isEmpty()) {
            up.withDetail("troubles", troubles)
                    .withDetail(
                            "mend",
                            "See GET /api/v1/webhooks/{id}/deliveries, have the subscriber mended,"
                                    + " set its state active and replay what is dead");
        }
        if (!all.isEmpty() && !box.seals()) {
            up.withDetail("secrets", "stored in plain text; set serai.security.store-keys");
        }
        return up.build();
    }
}
