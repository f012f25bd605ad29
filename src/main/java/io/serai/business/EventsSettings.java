package io.serai.business;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Who may report business events.
 *
 * @param users for SOAP: passwords by user name, as plain text because a PasswordDigest can only be
 *     checked against that; empty: the SOAP door is closed
 * @param secret for REST: the Standard Webhooks secrets, {@code whsec_} and base64, of which any
 *     may sign; empty: only a session of role integrator or admin may report
 * @param zone what a time without a zone means
 * @param types what may be reported, without {@code io.serai.}; {@code loyalty.*} stands for all
 *     that begin so, {@code *} for all but the hub's own
 */
@ConfigurationProperties("serai.events")
record EventsSettings(
        @DefaultValue Map<String, String> users,
        @DefaultValue List<String> secret,
        @DefaultValue("Asia/Shanghai") ZoneId zone,
        @DefaultValue({
                    "order.paid",
                    "order.shipped",
                    "return.requested",
                    "shipment.updated",
                    "ticket.created",
                    "ticket.updated",
                    "ticket.solved"
                })
                List<String> types) {

    EventsSettings {
        types.forEach(
                type -> {
                    if (!type.matches(
                                    "\\*|[a-z][a-z0-9-]{0,20}(\\.[a-z][a-z0-9-]{0,20}){0,2}(\\.\\*)?")
                            || (!type.contains(".") && !type.equals("*"))) {
                        throw new IllegalArgumentException(
                                "serai.events.types must be such as order.paid, loyalty.* or *, not"
                                        + " "
                                        + type);
                    }
                });
        users.forEach(
                (user, password) -> {
                    if (password.length() < 8) {
                        throw new IllegalArgumentException(
                                "serai.events.users." + user + " must have at least 8 characters");
                    }
                });
        secret.forEach(WebhookSignature::key);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "EventsSettings[users " + users.keySet() + ", secrets " + secret.size() + "]";
    }
}
