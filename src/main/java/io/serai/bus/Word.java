package io.serai.bus;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a record says: something waits in this conversation. Not what; so a broker never holds what
 * customers wrote, and an old record says nothing wrong.
 *
 * @param conversation the record's key
 * @param seq which message it was about, for whoever looks at the topic
 */
record Word(String conversation, long seq) {

    private record Value(@JsonProperty(required = true) long seq) {}

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it is none of the hub's
     */
    static Word read(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            throw new IllegalArgumentException("A record needs a key and a value");
        }
        String conversation = UUID.fromString(text(key)).toString();
        return new Word(conversation, Json.read(text(value), Value.class).seq());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    byte[] key() {
        return conversation.getBytes(StandardCharsets.UTF_8);
    }

    byte[] value() {
        return Json.write(new Value(seq)).getBytes(StandardCharsets.UTF_8);
    }
}
