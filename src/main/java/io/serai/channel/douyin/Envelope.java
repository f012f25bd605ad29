package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One webhook, opened: {@code {event, client_key, from_user_id, to_user_id, content, log_id}}.
 *
 * @param event the platform's name of it
 * @param clientKey the app it is for; empty if it says none
 * @param from the open_id of who did it; empty if none
 * @param to the open_id of the other side; empty if none
 * @param content an object in some events and a JSON string in others: an object here in either
 *     case, empty if it was neither
 * @param opened false if there was a content that is no object in either form
 * @param raw the body as it came
 */
record Envelope(
        String event,
        String clientKey,
        String from,
        String to,
        ObjectNode content,
        boolean opened,
        String raw) {

    static Envelope of(ObjectNode body, String raw) {
        JsonNode content = body.path("content");
        ObjectNode object =
                content instanceof ObjectNode given
                        ? given
                        : content.isTextual() ? StrictJson.object(content.textValue()) : null;
        return new Envelope(
                text(body, "event"),
                text(body, "client_key"),
                text(body, "from_user_id"),
                text(body, "to_user_id"),
                object == null ? Json.MAPPER.createObjectNode() : object,
                object != null || content.isMissingNode() || content.isNull(),
                raw);
    }

    /** A field of the content as text, whatever scalar it is; empty if it isn't there. */
    String text(String field) {
        return text(content, field);
    }

    /** A field of the content as a number; numbers also come as strings. 0 if it is none. */
    int number(String field) {
        return content.path(field).asInt(0);
    }

    /**
     * When it happened: {@code create_time}, in milliseconds for messages, in seconds elsewhere.
     */
    @Nullable Instant time() {
        long time = content.path("create_time").asLong(0);
        if (time <= 0) {
            return null;
        }
        boolean milliseconds = time >= 100_000_000_000L;
        return milliseconds ? Instant.ofEpochMilli(time) : Instant.ofEpochSecond(time);
    }

    private static String text(ObjectNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }
}
