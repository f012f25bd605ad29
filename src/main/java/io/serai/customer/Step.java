package io.serai.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.event.Types;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * One change of who is whose, as its event has it for data. The steps in the order of their numbers
 * make the whole state.
 */
sealed interface Step {

    /** 1, 2, 3 … over all nodes: the order in which they were decided. */
    long number();

    /** The customer it is about. */
    String customer();

    /** A conversation is a customer's, or there is more evidence that it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Linked(
            long number,
            String customer,
            String conversation,
            String channel,
            String account,
            String user,
            List<Evidence> evidence)
            implements Step {}

    /** An agent says that a conversation is not this customer's. */
    record Unlinked(long number, String customer, String conversation, String by) implements Step {}

    /** Two customers are one from here on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Merged(
            long number, String customer, String merged, Evidence.Kind because, @Nullable String by)
            implements Step {}

    /** They are two again, and nothing automatic makes them one. */
    record Unmerged(long number, String customer, String unmerged, String by) implements Step {}

    /** What a step's event is called. */
    static String type(Step step) {
        return switch (step) {
            case Linked linked -> Types.CUSTOMER_LINKED;
            case Unlinked unlinked -> Types.CUSTOMER_UNLINKED;
            case Merged merged -> Types.CUSTOMER_MERGED;
            case Unmerged unmerged -> Types.CUSTOMER_UNMERGED;
        };
    }

    /** A step as its event has it. */
    static Step read(String type, JsonNode data) {
        Class<? extends Step> kind =
                switch (type) {
                    case Types.CUSTOMER_LINKED -> Linked.class;
                    case Types.CUSTOMER_UNLINKED -> Unlinked.class;
                    case Types.CUSTOMER_MERGED -> Merged.class;
                    case Types.CUSTOMER_UNMERGED -> Unmerged.class;
                    default -> throw new IllegalArgumentException(type + " is none of these");
                };
        try {
            return Json.MAPPER.treeToValue(data, kind);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "An event of type " + type + " holds something else", e);
        }
    }

    /** A step with the time of its event. */
    record Dated(Step step, Instant time) {}
}
