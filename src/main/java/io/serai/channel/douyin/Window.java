package io.serai.channel.douyin;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * The time in which the platform lets us speak to a customer, opened by something the customer did.
 *
 * @param scene {@code im_reply_msg} after a message, {@code im_enter_direct_msg} after the page was
 *     opened
 * @param msgId what the send must quote
 * @param conversationId the platform's conversation
 * @param at when the customer did it
 */
record Window(String scene, String msgId, String conversationId, Instant at) {

    /** Before the keys that tell of what the customer wrote last, whatever they did since. */
    static final String WRITTEN = "written_";

    /** Reads {@link io.serai.event.Inbound.Said#reply()}; null if it opens no window. */
    static @Nullable Window of(Map<String, String> reply) {
        return of(reply, "", reply.getOrDefault("scene", Normaliser.REPLY_SCENE));
    }

    /** The one of what the customer wrote last; null if that is not known. */
    static @Nullable Window written(Map<String, String> reply) {
        return of(reply, WRITTEN, Normaliser.REPLY_SCENE);
    }

    private static @Nullable Window of(Map<String, String> reply, String prefix, String scene) {
        String msgId = reply.getOrDefault(prefix + "msg_id", "");
        String conversation = reply.getOrDefault(prefix + "conversation_id", "");
        String at = reply.getOrDefault(prefix + "at", "");
        if (msgId.isEmpty() || conversation.isEmpty() || at.isEmpty()) {
            return null;
        }
        try {
            return new Window(scene, msgId, conversation, Instant.parse(at));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    boolean entered() {
        return scene.equals(Normaliser.ENTER_SCENE);
    }

    /** How long the platform takes messages after it. */
    Duration length() {
        return entered() ? Duration.ofSeconds(30) : Duration.ofHours(24);
    }

    /** How many messages the platform takes in it. */
    int most() {
        return entered() ? 3 : 6;
    }

    boolean open(Instant now) {
        return now.isBefore(at.plus(length()));
    }
}
