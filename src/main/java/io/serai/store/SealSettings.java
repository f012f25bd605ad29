package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.ArrayList;
import java.util.List;

/**
 * What secrets in the store are sealed with.
 *
 * @param secret the one that signs the hub's own tokens; it seals if there is no other key, since
 *     every node has it, and always opens. One that a node made for itself in a file does neither
 * @param storeKeys the first seals, any opens; every node of a hub needs the same
 */
@ConfigurationProperties("serai.security")
record SealSettings(@Nullable String secret, @DefaultValue List<String> storeKeys) {

    private static final int SHORTEST_KEY = 32;

    SealSettings {
        if (!storeKeys.stream().allMatch(key -> key.length() >= SHORTEST_KEY)) {
            throw new IllegalArgumentException(
                    "serai.security.store-keys must have at least 32 characters each; `openssl"
                            + " rand -hex 32` makes a good one");
        }
    }

    Seal seal() {
        List<String> keys = new ArrayList<>(storeKeys);
        if (secret != null && !secret.isBlank()) {
            keys.add(secret);
        }
        return new Seal(keys);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "SealSettings[keys=" + storeKeys.size() + "]";
    }
}
