package io.serai.ticket;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of tickets.
 *
 * @param system where tickets are kept: {@code hub}, or {@code zendesk}
 * @param rules the file of keyword rules; live
 * @param lease how long the call of the other system may take before its outcome counts as unknown
 * @param retry the first pause before it is called again; each is twice the last, up to five
 *     minutes
 * @param tell what the customer is told
 */
@ConfigurationProperties("serai.tickets")
public record TicketSettings(
        @DefaultValue("hub") String system,
        @DefaultValue("config/tickets.yaml") Path rules,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("2s") Duration retry,
        @DefaultValue Tell tell) {

    static final String HUB = "hub";
    static final String ZENDESK = "zendesk";

    public TicketSettings {
        if (!List.of(HUB, ZENDESK).contains(system)) {
            throw new IllegalArgumentException(
                    "serai.tickets.system must be hub or zendesk, not " + system);
        }
        if (!lease.isPositive() || !retry.isPositive()) {
            throw new IllegalArgumentException(
                    "serai.tickets.lease and serai.tickets.retry must be longer than nothing, such"
                            + " as 60s and 2s");
        }
    }

    boolean external() {
        return !system.equals(HUB);
    }

    /**
     * What the customer is told when something becomes of a ticket; {@code {number}} and {@code
     * {subject}} are filled in. Empty: nothing.
     *
     * @param created when it is opened
     * @param updated when it changes otherwise
     * @param solved when it is solved
     */
    public record Tell(
            @DefaultValue("") String created,
            @DefaultValue("") String updated,
            @DefaultValue("") String solved) {}
}
