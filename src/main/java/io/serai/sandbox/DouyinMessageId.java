package io.serai.sandbox;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A message id as the platform makes them: opaque outside, telling inside. So the stand-in knows
 * its own ids again after a restart.
 *
 * @param origin what made it
 * @param user the customer
 * @param at when
 * @param nonce makes it unique
 */
record DouyinMessageId(Origin origin, String user, Instant at, String nonce) {

    enum Origin {
        WRITTEN,
        ENTERED,
        SENT
    }

    static DouyinMessageId next(Origin origin, String user, Instant at) {
        return new DouyinMessageId(origin, user, at, UUID.randomUUID().toString().substring(0, 13));
    }

    /** Reads one; null if it is none of ours. */
    static @Nullable DouyinMessageId read(String text) {
        if (!text.startsWith("@")) {
            return null;
        }
        try {
            String[] parts =
                    new String(
                                    Base64.getDecoder().decode(text.substring(1)),
                                    StandardCharsets.UTF_8)
                            .split("\\|", -1);
            return parts.length == 4
                    ? new DouyinMessageId(
                            Origin.valueOf(parts[0]), parts[1], Instant.parse(parts[2]), parts[3])
                    : null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    String text() {
        String inside = origin + "|" + user + "|" + at + "|" + nonce;
        return "@" + Base64.getEncoder().encodeToString(inside.getBytes(StandardCharsets.UTF_8));
    }
}
