package io.serai.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.event.Utterance;

import java.util.HashMap;
import java.util.Map;

/** Reads the frames of a console; what is wrong is said in an {@link IllegalArgumentException}. */
final class AgentFrames {

    private static final long NONE = Long.MIN_VALUE;

    private AgentFrames() {}

    static String clientId(JsonNode frame) {
        String id = text(frame, "id");
        if (id.codePointCount(0, id.length()) > 128) {
            throw new IllegalArgumentException("\"id\" may have 128 characters");
        }
        return id;
    }

    static Content content(JsonNode frame) {
        return Utterance.of(frame.path("content"));
    }

    static String text(JsonNode frame, String field) {
        String value = frame.path(field).asText("");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("\"" + field + "\" is missing");
        }
        return value;
    }

    static JsonNode parse(Object body) {
        try {
            JsonNode frame = body instanceof String text ? Json.MAPPER.readTree(text) : null;
            if (frame == null || !frame.isObject() || !frame.path("type").isTextual()) {
                throw new IllegalArgumentException("A frame is a JSON object with a \"type\"");
            }
            return frame;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "This is not JSON; send one JSON object per frame", e);
        }
    }

    /** How far the console holds each conversation, as {@code hello} has it. */
    static Map<String, Long> after(JsonNode hello) {
        Map<String, Long> held = new HashMap<>();
        hello.path("after")
                .properties()
                .forEach(
                        it -> {
                            long seq = it.getValue().asLong(NONE);
                            if (seq != NONE) {
                                held.put(it.getKey(), seq);
                            }
                        });
        return held;
    }
}
