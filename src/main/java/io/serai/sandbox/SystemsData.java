package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** What the stand-ins know: {@code sandbox/data.json}. */
final class SystemsData {

    private final JsonNode data;

    SystemsData() {
        try (InputStream file =
                Objects.requireNonNull(
                        SystemsData.class.getResourceAsStream("/sandbox/data.json"))) {
            data = Json.MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of one kind that fit, such as {@code orders}. */
    List<JsonNode> find(String kind, Predicate<JsonNode> fits) {
        return data.path(kind).valueStream().filter(fits).toList();
    }

    /**
     * What the customers asked for have of a kind, in the order it stands, which is newest first.
     */
    List<JsonNode> of(String kind, Asked asked) {
        Map<String, Integer> found = new HashMap<>();
        return find(
                kind,
                one -> {
                    String customer = one.path("customerCode").asText();
                    return asked.customers().contains(customer)
                            && (asked.status().isEmpty()
                                    || asked.status().equals(one.path("status").asText()))
                            && found.merge(customer, 1, Integer::sum) <= asked.limit();
                });
    }

    /** An order's parcels say no customer: the order does. */
    @Nullable String customer(JsonNode shipment) {
        JsonNode order = order(shipment.path("orderNo").asText());
        return order == null ? null : order.path("customerCode").asText();
    }

    @Nullable JsonNode order(@Nullable String number) {
        return find("orders", order -> order.path("orderNo").asText().equals(number)).stream()
                .findFirst()
                .orElse(null);
    }
}
