package io.serai.command;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Settings of return requests.
 *
 * @param operation of {@code routes/systems}: where they go
 * @param sameIdOnce true if that system makes one return of the same request's id, however often it
 *     comes; false: what may have arrived is not sent again unless an agent says so
 * @param lease how long one call may take before its outcome counts as unknown
 * @param retry the first pause before it is called again; each is twice the last, up to five
 *     minutes
 * @param giveUp how long it is tried by itself; after that an agent decides
 */
@ConfigurationProperties("serai.returns")
public record ReturnSettings(
        @DefaultValue("erp.return.create") String operation,
        @DefaultValue("true") boolean sameIdOnce,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("2s") Duration retry,
        @DefaultValue("24h") Duration giveUp) {

    public ReturnSettings {
        if (!operation.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+") || operation.length() > 64) {
            throw new IllegalArgumentException(
                    "serai.returns.operation must be such as erp.return.create, not " + operation);
        }
        if (lease.toMillis() < 1_000 || !retry.isPositive() || !giveUp.isPositive()) {
            throw new IllegalArgumentException(
                    "serai.returns.lease must be 1s or more, retry and give-up longer than nothing,"
                            + " such as 60s, 2s and 24h");
        }
    }
}
