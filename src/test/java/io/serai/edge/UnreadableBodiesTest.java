package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.standaloneSetup;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Who sends a body that cannot be read is told where it is wrong, and never what stood there. */
class UnreadableBodiesTest {

    private final MockMvc http =
            standaloneSetup(new Subscribing()).setControllerAdvice(new UnreadableBodies()).build();

    record Wish(String url, @Nullable List<String> types) {}

    @RestController
    static class Subscribing {

        @PostMapping("/wishes")
        String take(@RequestBody Wish wish) {
            return wish.url();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\":\"x\",\"types\":\"secret\"} | \\\"types\\\" is of another shape",
                "{\"url\":{\"secret\":1}} | \\\"url\\\" is of another shape",
                "[\"secret\"] | The body is of another shape",
                "{\"secret\" | The body is not JSON at line 1, column",
                "'' | The body is missing"
            })
    void theFieldOrThePlaceIsNamed(String body, String told) throws Exception {
        MockHttpServletResponse answer =
                http.perform(post("/wishes").contentType(MediaType.APPLICATION_JSON).content(body))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getContentAsString()).contains(told).doesNotContain("secret");
    }
}
