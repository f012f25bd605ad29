package io.serai.channel.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Utterance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** The customer protocol's frames, as docs/protocol.md has them. */
final class Frames {

    private static final int LONGEST_ID = 128;

    private Frames() {}

    static ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static String message(Message message) {
        return "{\"type\":\"message\",\"message\":" + Json.write(message) + "}";
    }

    static String history(List<Message> messages) {
        return "{\"type\":\"history\",\"messages\":" + Json.write(messages) + "}";
    }

    static String typing(boolean on) {
        return frame("typing").put("on", on).toString();
    }

    /** Come back after that time, without an error; {@code resume} goes with the next hello. */
    static String reconnect(Duration after, @Nullable String resume) {
        ObjectNode frame = frame("reconnect").put("after", after.toMillis());
        return (resume == null ? frame : frame.put("resume", resume)).toString();
    }

    /** What the client holds is of another conversation than the one here. */
    static String reload(long lastSeq) {
        String reason =
                "This conversation has "
                        + lastSeq
                        + " messages; drop what you hold and say hello with after 0";
        return frame("reload").put("reason", reason).toString();
    }

    static String error(String code, String message, @Nullable String id) {
        return frame("error").put("code", code).put("message", message).put("id", id).toString();
    }

    static JsonNode parse(String text) {
        try {
            JsonNode frame = Json.MAPPER.readTree(text);
            if (frame == null || !frame.isObject() || !frame.path("type").isTextual()) {
                throw BadFrame.of("A frame is a JSON object with a \"type\"");
            }
            return frame;
        } catch (JsonProcessingException e) {
            throw BadFrame.of("This is not JSON; send one JSON object per frame");
        }
    }

    /** The id a client gives its message: what makes a repeated send one message. */
    static String clientId(JsonNode frame) {
        String id = frame.path("id").asText("");
        if (id.isEmpty() || id.codePointCount(0, id.length()) > LONGEST_ID) {
            throw BadFrame.of(
                    "A message needs an \"id\" of its client's own, 1 to "
                            + LONGEST_ID
                            + " characters");
        }
        return id;
    }

    /** What a customer says. */
    static Content content(JsonNode frame) {
        try {
            return Utterance.of(frame.path("content"));
        } catch (IllegalArgumentException e) {
            throw BadFrame.of(String.valueOf(e.getMessage()));
        }
    }
}
