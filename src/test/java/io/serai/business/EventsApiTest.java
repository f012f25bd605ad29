package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The door of {@code POST /api/v1/events}. */
class EventsApiTest {

    private static final String EVENT =
            """
            {"specversion":"1.0","id":"1","source":"/erp","type":"order.paid","subject":"E1","data":{}}
            """;

    @ParameterizedTest
    @CsvSource({"'', 401", "AGENT, 403", "INTEGRATOR, 202"})
    void whoIsLoggedInButMayNotReportIsNotAskedToLogIn(String role, int status) throws Exception {
        assertThat(answer("application/json", role)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 202",
        "Application/JSON; charset=UTF-8, 202",
        "application/CloudEvents+json, 202",
        "text/plain, 415"
    })
    void aMediaTypeIsTheSameInWhateverCase(String type, int status) throws Exception {
        assertThat(answer(type, "INTEGRATOR")).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "0001-01-01T00:00:00+08:00",
                "2026-11-21T16:00:00[Asia/Shanghai]",
                "2026-11-21"
            })
    void aTimeThatNoReaderKnowsIsRefused(String time) {
        assertThatThrownBy(() -> new BusinessEvents(ZoneOffset.UTC, List.of()).time(time))
                .hasMessageContaining("the time must be such as");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T16:00:00.1234567891234+08:00, 2026-11-21T08:00:00.123456789Z",
        "2026-11-21T16:00:00.0000000000, 2026-11-21T16:00:00Z"
    })
    void aTimeMayBeFinerThanNanoseconds(String time, Instant read) throws Exception {
        assertThat(new BusinessEvents(ZoneOffset.UTC, List.of()).time(time)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({
        "99.90, 202",
        "1e999, 202",
        "1e1001, 400",
        "1e-999999999, 400",
        "1e9999999999, 400"
    })
    void aNumberThatNobodyCanCalculateWithIsRefused(String number, int status) throws Exception {
        String event = EVENT.replace("{}", "{\"amount\":" + number + "}");
        assertThat(answer("application/json", "INTEGRATOR", event)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"55, 202", "56, 400"})
    void aTypeHasAsManyCharactersAsTheStoreKeeps(int length, int status) throws Exception {
        String type = "a".repeat(20) + "." + "b".repeat(20) + "." + "c".repeat(length - 42);
        String event = EVENT.replace("order.paid", type);
        assertThat(answer("application/json", "INTEGRATOR", event)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"identity, 202", "gzip, 415"})
    void whatIsCompressedIsSaidToBe(String coding, int status) throws Exception {
        assertThat(answer("application/json", "INTEGRATOR", EVENT, coding)).isEqualTo(status);
    }

    private static int answer(String type, String role) throws Exception {
        return answer(type, role, EVENT);
    }

    private static int answer(String type, String role, String event) throws Exception {
        return answer(type, role, event, "identity");
    }

    private static int answer(String type, String role, String event, String coding)
            throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:report-event").setBody(constant(false));
                        }
                    });
            camel.start();
            Clock clock = Clock.systemUTC();
            EventsApi api =
                    new EventsApi(
                            new WebhookSignature(List.of(), clock),
                            new CloudEvents(
                                    new BusinessEvents(ZoneOffset.UTC, List.of("*")), clock),
                            camel.createProducerTemplate(),
                            new SimpleMeterRegistry());
            MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/events");
            if (!role.isEmpty()) {
                request.addUserRole(role);
                request.setUserPrincipal(() -> "somebody");
            }
            request.setContentType(type);
            request.addHeader("Content-Encoding", coding);
            request.setContent(event.getBytes(StandardCharsets.UTF_8));

            return api.report(request).getStatusCode().value();
        }
    }
}
