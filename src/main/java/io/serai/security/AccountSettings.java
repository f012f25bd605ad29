package io.serai.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may log in, and by whose word a customer is known.
 *
 * @param users people by login
 * @param web accounts of the web channel by name
 * @param app accounts of the app channel by name
 */
@ConfigurationProperties("serai")
public record AccountSettings(
        @DefaultValue Map<String, User> users,
        @DefaultValue Map<String, Account> web,
        @DefaultValue Map<String, Account> app) {

    /**
     * Somebody who works with the hub.
     *
     * @param password encoded with its scheme before it, {@code {bcrypt}$2y$…}; {@code {noop}…} is
     *     plain and only fit for the sandbox
     * @param name the name customers see; the login if not set
     * @param roles agent, supervisor, integrator, admin
     * @param skills queues an agent serves
     * @param capacity conversations an agent takes at once
     */
    public record User(
            String password,
            @Nullable String name,
            @DefaultValue Set<Role> roles,
            @DefaultValue("general") List<String> skills,
            @DefaultValue("5") int capacity) {

        @Override
        public String toString() {
            return "User[" + name + ", " + roles + "]"; // never the password
        }
    }

    /**
     * An account of the web or app channel.
     *
     * @param identitySecret what the merchant signs his customers' identity tokens with (HS256, at
     *     least 32 bytes); not set: nobody is vouched for
     * @param allowedOrigins sites that may show the widget, {@code https://shop.example}; {@code *}
     *     any
     */
    public record Account(
            @Nullable String identitySecret, @DefaultValue List<String> allowedOrigins) {

        @Override
        public String toString() {
            return "Account[" + allowedOrigins + "]"; // never the secret
        }
    }
}
