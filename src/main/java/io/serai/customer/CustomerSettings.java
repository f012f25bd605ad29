package io.serai.customer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of who is who.
 *
 * @param askCrm how many times a second, at most, the CRM is asked who somebody new is; 0: only
 *     when an agent or the bot needs to know
 */
@ConfigurationProperties("serai.customers")
public record CustomerSettings(@DefaultValue("10") int askCrm) {

    public CustomerSettings {
        if (askCrm < 0 || askCrm > 10_000) {
            throw new IllegalArgumentException(
                    "serai.customers.ask-crm must be 0 to 10000: calls of the CRM a second");
        }
    }
}
