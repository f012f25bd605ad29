package io.serai.publish;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What became of an event for a subscriber, for the log.
 *
 * @param id of the delivery
 * @param event its id, sent as {@code webhook-id}
 * @param type the event's
 * @param created when it was put in line
 * @param state {@code waiting}, {@code delivered} or {@code dead}
 * @param due when it is tried next; null if it is not
 * @param attempts oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delivery(
        UUID id,
        UUID event,
        String type,
        Instant created,
        String state,
        @Nullable Instant due,
        List<Attempt> attempts) {

    Delivery with(List<Attempt> attempts) {
        return new Delivery(id, event, type, created, state, due, attempts);
    }

    /**
     * One call.
     *
     * @param number 1, 2, 3 …
     * @param time when it began
     * @param status HTTP; 0 if there was no answer
     * @param millis how long it took
     * @param error in a word, if it failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(int number, Instant time, int status, int millis, @Nullable String error) {}
}
