package io.serai.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a business system is known to say about something, and how well it is known. There is always
 * an answer, also when the system is down.
 *
 * @param system the system's name in the settings, such as {@code orders}
 * @param state how well it is known
 * @param asOf when the system said it; for {@link State#UNAVAILABLE}, when it was given up
 * @param data what it said; null if it knows nothing of the kind, or nothing is known
 * @param error in words for an agent: why the data is old, or missing; never a secret
 */
public record Answer(
        String system, State state, Instant asOf, @Nullable JsonNode data, @Nullable String error) {

    /** How well it is known. */
    public enum State {
        /** The system was asked just now. */
        @JsonProperty("fresh")
        FRESH,
        /** Asked a moment ago, within the time the answer may be used for. */
        @JsonProperty("cached")
        CACHED,
        /** The system does not answer; this is the last it said. */
        @JsonProperty("stale")
        STALE,
        /** The system does not answer, and nothing is remembered. */
        @JsonProperty("unavailable")
        UNAVAILABLE
    }

    /** True if the system said that there is no such thing. */
    public boolean unknown() {
        return state != State.UNAVAILABLE && data == null;
    }
}
