package io.serai.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.business.BusinessEvents.BadEventException;
import io.serai.event.Event;

import org.jspecify.annotations.Nullable;

import java.time.Clock;

/** Reads a business event that comes as a CloudEvent 1.0. */
final class CloudEvents {

    private final BusinessEvents events;
    private final Clock clock;

    CloudEvents(BusinessEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param given in the structured form
     * @param traceparent for one that has none
     */
    Event read(JsonNode given, @Nullable String traceparent) throws BadEventException {
        if (!given.isObject()) {
            throw new BadEventException("it must be one CloudEvent, a JSON object");
        }
        if (!"1.0".equals(given.path("specversion").asText())) {
            throw new BadEventException("specversion must be 1.0");
        }
        if (given.path("source").asText("").isEmpty()) {
            throw new BadEventException("source must be given");
        }
        if (given.has("data_base64") || !(given.path("data") instanceof ObjectNode data)) {
            throw new BadEventException("data must be a JSON object");
        }
        return events.event(
                text(given, "id"),
                text(given, "type"),
                text(given, "subject"),
                given.hasNonNull("time") ? events.time(text(given, "time")) : null,
                given.path("traceparent").asText(traceparent),
                data.deepCopy().put("source", text(given, "source")),
                clock.instant());
    }

    private static String text(JsonNode given, String field) {
        return given.path(field).isTextual() ? given.path(field).asText() : "";
    }
}
