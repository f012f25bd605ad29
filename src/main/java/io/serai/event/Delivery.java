package io.serai.event;

import org.jspecify.annotations.Nullable;

/**
 * What became of an {@link Outgoing} message.
 *
 * @param status {@code SENT}, {@code FAILED} (refused for good) or {@code UNKNOWN} (the answer was
 *     lost; not repeated). A sink that certainly did not send throws instead, and is tried again.
 * @param key the platform's id of the message sent, by which its echo and receipts are recognised
 * @param reason why it failed, in words for an agent; no secrets
 */
public record Delivery(Status status, @Nullable String key, @Nullable String reason) {

    public static Delivery sent(@Nullable String key) {
        return new Delivery(Status.SENT, key, null);
    }

    public static Delivery failed(String reason) {
        return new Delivery(Status.FAILED, null, reason);
    }

    public static Delivery unknown(String reason) {
        return new Delivery(Status.UNKNOWN, null, reason);
    }
}
