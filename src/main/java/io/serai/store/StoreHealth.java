package io.serai.store;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Health component {@code store}: DOWN since a commit failed for want of the database, with the
 * reason, and UP again with the next one that goes through. Unlike Boot's {@code db} it also tells
 * of a database that can be read but not written, as one on a full disk.
 */
@Component("store")
final class StoreHealth implements HealthIndicator {

    private final Ledger ledger;

    StoreHealth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Health health() {
        String reason = ledger.outage();
        return reason == null
                ? Health.up().build()
                : Health.down().withDetail("reason", reason).build();
    }
}
