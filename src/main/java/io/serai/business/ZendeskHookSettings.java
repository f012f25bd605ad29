package io.serai.business;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Zendesk accounts that report by webhook.
 *
 * @param zendesk each by the name in its webhook's address, {@code /hooks/zendesk/<account>}
 */
@ConfigurationProperties("serai")
record ZendeskHookSettings(@Nullable Map<String, Account> zendesk) {

    ZendeskHookSettings {
        zendesk = zendesk == null ? Map.of() : Map.copyOf(zendesk);
        zendesk.forEach(
                (name, account) -> {
                    if (account.webhookSecret().isEmpty()
                            || account.webhookSecret().stream().anyMatch(it -> it.length() < 16)) {
                        throw new IllegalArgumentException(
                                "serai.zendesk."
                                        + name
                                        + ".webhook-secret must be the webhook's signing secret");
                    }
                });
    }

    @Override
    public Map<String, Account> zendesk() {
        return Objects.requireNonNull(zendesk);
    }

    /**
     * One account.
     *
     * @param webhookSecret the signing secrets as the Admin Center shows them, any of which may
     *     sign; two while one replaces the other
     */
    record Account(@Nullable List<String> webhookSecret) {

        Account {
            webhookSecret = webhookSecret == null ? List.of() : List.copyOf(webhookSecret);
        }

        @Override
        public List<String> webhookSecret() {
            return Objects.requireNonNull(webhookSecret);
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Account[" + webhookSecret().size() + " secrets]";
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "ZendeskHookSettings" + zendesk().keySet();
    }
}
