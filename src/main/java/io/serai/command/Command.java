package io.serai.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something a business system is asked to do.
 *
 * @param id its author's own; the system gets it as the request's id
 * @param conversation where it came from
 * @param operation of {@code routes/systems}, such as {@code erp.return.create}
 * @param subject what it is about: the order's number
 * @param payload what is sent, as it was when it was asked for
 * @param by who asked for it
 * @param reference the system's own number for it, once it is accepted
 * @param reason why it is refused, or not known
 * @param needsDecision true if somebody has to say what becomes of it: it is not sent any more by
 *     itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Command(
        String id,
        String conversation,
        String operation,
        String subject,
        JsonNode payload,
        String by,
        String state,
        @Nullable String reference,
        @Nullable String reason,
        int attempts,
        boolean needsDecision,
        Instant created,
        Instant updated) {}
