package io.serai.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.trace.Collector.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/** The whole hub with a collector that takes its traces. */
@Beside
class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String ORDER = "E20251111000123";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aCallIsPartOfTheRequestItIsMadeForAndOfItsCallersTrace(@TempDir Path folder)
            throws Exception {
        try (Collector collector = new Collector();
                FakeSystem orders = new FakeSystem();
                HubProcess hub = hub(folder, collector, orders).start()) {
            orders.answers(
                    asked ->
                            Reply.json(
                                    200,
                                    "{\"orderNo\":\"" + ORDER + "\",\"mobile\":\"13800000000\"}"));

            int status = ask(hub, ORDER, "00-" + TRACE + "-" + CALLER + "-01");

            assertThat(status).isEqualTo(200);
            Span request = span(collector, "GET /gateway/order/{orderId}");
            Span call = span(collector, "call orders");
            assertThat(request.trace()).isEqualTo(TRACE).isEqualTo(call.trace());
            assertThat(request.parent()).isEqualTo(CALLER);
            assertThat(request.kind()).isEqualTo(2);
            assertThat(request.attributes()).containsEntry("http.response.status_code", "200");
            assertThat(call.kind()).isEqualTo(3);
            assertThat(call.attributes())
                    .isEqualTo(Map.of("serai.system", "orders", "serai.outcome", "ok"));
            assertThat(ancestors(collector, call)).contains(request.id());
            assertThat(orders.asked.getFirst().headers().get("Traceparent"))
                    .as("the system's own span is part of the call's")
                    .isEqualTo("00-" + TRACE + "-" + call.id() + "-01");
            assertThat(collector.keys).containsOnly("k3y");

            orders.answers(asked -> Reply.json(503, "{}"));
            ask(hub, "E20251111000999", null);

            await().until(() -> collector.spans.stream().anyMatch(Span::failed));
            Span failed = collector.spans.stream().filter(Span::failed).findFirst().orElseThrow();
            assertThat(failed.trace()).isNotEqualTo(TRACE);
            assertThat(String.join("", collector.raw))
                    .contains("GET /gateway/order/{orderId}")
                    .doesNotContain(ORDER, "E20251111000999", "13800000000", "Bearer");
        }
    }

    private static HubProcess hub(Path folder, Collector collector, FakeSystem orders) {
        return new HubProcess(
                folder,
                "serai.tracing.endpoint=" + collector.url(),
                "serai.tracing.headers.X-Key=k3y",
                "serai.systems.orders.url=" + orders.url(),
                "serai.systems.orders.auth=none");
    }

    private static Span span(Collector collector, String name) {
        return await().until(() -> collector.named(name).orElse(null), span -> span != null);
    }

    private static String ancestors(Collector collector, Span span) {
        StringBuilder found = new StringBuilder();
        Span at = span;
        while (at != null) {
            String parent = at.parent();
            found.append(parent).append(' ');
            at =
                    collector.spans.stream()
                            .filter(other -> other.id().equals(parent))
                            .findFirst()
                            .orElse(null);
        }
        return found.toString();
    }

    private int ask(HubProcess hub, String order, String traceparent)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                Caller.staff(hub, "integrator").request("/gateway/order/" + order);
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
