package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.standaloneSetup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.command.ReturnRequest;
import io.serai.event.Json;
import io.serai.security.Staff;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

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
    @ValueSource(strings = {"limit=x", "limit=1&before=zz"})
    void aParameterThatIsNoneIsRefusedByItsName(String query) throws Exception {
        MockHttpServletResponse answer =
                standaloneSetup(new Listing())
                        .build()
                        .perform(get("/things?" + query))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getContentAsString())
                .contains(query.contains("before") ? "\"before" : "\"limit");
    }

    @RestController
    static class Listing extends StaffApi {

        Listing() {
            super(new Staff().directory());
        }

        @GetMapping("/things")
        String things(@RequestParam int limit, @RequestParam(required = false) UUID before) {
            return limit + "" + before;
        }
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
