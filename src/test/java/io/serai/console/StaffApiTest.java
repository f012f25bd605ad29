package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.command.ReturnRequest;
import io.serai.event.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field of another shape than the one it must have is refused by its name, never left out. */
class StaffApiTest {

    private static JsonNode wish(String more) {
        return Json.read(
                """
                {"id":"019b7c3e-0000-7000-8000-000000000001","orderNo":"E1","lines":[1],"reasonCode":"BROKEN"%s}\
                """
                        .formatted(more),
                JsonNode.class);
    }

    @Test
    void whatMayBeLeftOutMayBeNullToo() {
        ReturnRequest wish = ReturnsApi.wish(wish(",\"reasonText\":null,\"photoUrls\":null"));

        assertThat(wish.photoUrls()).isEmpty();
        assertThat(wish.reasonText()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "photoUrls | \"https://shop.example/1.jpg\"",
                "photoUrls | [5]",
                "lines | {\"a\":1}",
                "lines | 1",
                "reasonText | [\"broken\"]",
                "orderNo | {\"no\":\"E1\"}"
            })
    void aReturnWithAFieldOfAnotherShapeIsRefused(String field, String value) {
        JsonNode body = wish("");
        ((ObjectNode) body).set(field, Json.read(value, JsonNode.class));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReturnsApi.wish(body))
                .withMessageContaining("\"" + field + "\"");
    }
}
