package io.serai.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A subscription, without its secrets.
 *
 * @param id UUIDv7
 * @param url where events go
 * @param description whose it is and what for
 * @param types beginnings of the event types wanted; none: all
 * @param state whether it is served
 * @param reason why it is failing or disabled
 * @param place the cursor in the feed up to which events were put in line
 * @param restUntil until when the subscriber asked to be left alone
 * @param oldSecretUntil until when the secret before this one signs too
 * @param created when it was made
 * @param updated when it was changed last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Webhook(
        UUID id,
        String url,
        String description,
        List<String> types,
        State state,
        @Nullable String reason,
        String place,
        @Nullable Instant restUntil,
        @Nullable Instant oldSecretUntil,
        Instant created,
        Instant updated) {

    /** Whether a subscription is served. */
    enum State {
        @JsonProperty("active")
        ACTIVE,
        /** Served, but the last delivery that ended was given up. */
        @JsonProperty("failing")
        FAILING,
        /** Its owner paused it; events wait in the feed. */
        @JsonProperty("paused")
        PAUSED,
        /** The subscriber said 410, or its place in the feed is gone; somebody must look. */
        @JsonProperty("disabled")
        DISABLED
    }

    boolean isServed() {
        return state == State.ACTIVE || state == State.FAILING;
    }
}
