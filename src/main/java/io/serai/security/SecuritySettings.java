package io.serai.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of logins and tokens.
 *
 * @param secret what the hub signs its own tokens with, at least 32 bytes; every node of a hub
 *     needs the same one. Not set: made once and kept in the secret file
 * @param secretFile where a made secret is kept, readable by its owner only
 * @param session how long a login lasts
 * @param visitor how long a customer on a web page stays known
 */
@ConfigurationProperties("serai.security")
public record SecuritySettings(
        @Nullable String secret,
        @DefaultValue("data/secret") Path secretFile,
        @DefaultValue("12h") Duration session,
        @DefaultValue("365d") Duration visitor) {

    @Override
    public String toString() {
        return "SecuritySettings[" + secretFile + ", " + session + ", " + visitor + "]";
    }
}
