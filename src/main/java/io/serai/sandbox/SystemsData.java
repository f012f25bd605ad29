package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
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

    /** Those of {@code customers}, {@code orders} or {@code shipments} that fit. */
    List<JsonNode> find(String kind, Predicate<JsonNode> fits) {
        return data.path(kind).valueStream().filter(fits).toList();
    }

    @Nullable JsonNode order(@Nullable String number) {
        return find("orders", order -> order.path("orderNo").asText().equals(number)).stream()
                .findFirst()
                .orElse(null);
    }
}
