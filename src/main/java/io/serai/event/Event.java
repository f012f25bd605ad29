package io.serai.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Anything that happened, as a CloudEvents 1.0 event in its JSON format.
 *
 * @param id UUIDv7
 * @param source {@code /channels/{channel}/{account}}, {@code /systems/{name}} or {@code /hub}
 * @param type one of {@link Types}
 * @param subject the conversation's id, or the business key
 * @param time the hub's clock
 * @param traceparent the W3C trace it belongs to (CloudEvents distributed tracing extension)
 * @param data a {@link Message}'s JSON, or what the type calls for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
        String id,
        String source,
        String type,
        @Nullable String subject,
        Instant time,
        @Nullable String traceparent,
        JsonNode data) {

    /** The CloudEvents version. */
    @JsonProperty("specversion")
    public String specversion() {
        return "1.0";
    }

    /** The version of {@code data}'s shape. */
    @JsonProperty("schemaversion")
    public String schemaversion() {
        return "1";
    }

    @JsonProperty("datacontenttype")
    public String datacontenttype() {
        return "application/json";
    }
}
