package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a route left for one key.
 *
 * @param data what was said
 * @param answer how well it is known; null where a route gives plain data
 */
record Told(@Nullable JsonNode data, @Nullable Answer answer) {

    static final Told NOTHING = new Told(null, null);

    /** From whatever a route leaves: an {@link Answer}, JSON, or what can be written as JSON. */
    static Told of(@Nullable Object left) {
        return switch (left) {
            case null -> NOTHING;
            case Answer answer -> new Told(answer.data(), answer);
            case JsonNode data -> new Told(data, null);
            default -> new Told(Json.MAPPER.valueToTree(left), null);
        };
    }

    /** The route failed or was late. What it says of itself is in the log. */
    static Told failed(String system) {
        return new Told(
                null,
                new Answer(
                        system, Answer.State.UNAVAILABLE, Instant.EPOCH, null, "gives no answer"));
    }

    /** The data. */
    @Nullable JsonNode known() {
        if (answer != null && answer.state() == Answer.State.UNAVAILABLE) {
            throw new FieldFailed(FieldFailed.UNAVAILABLE, answer.system() + ": " + answer.error());
        }
        if (answer != null && answer.unknown() && answer.error() != null) {
            throw new FieldFailed(Refused.BAD_INPUT, answer.error());
        }
        return data;
    }
}
