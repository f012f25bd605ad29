package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** Held to the recorded traffic of another's client: what it sends we send, what it got we read. */
class ZendeskTest {

    private static final String TICKET = "direct:system.zendesk.ticket";

    private final AtomicInteger calls = new AtomicInteger();
    private JsonNode traces;
    private FakeSystem zendesk;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        traces =
                Json.MAPPER
                        .readTree(
                                Files.readString(
                                        Path.of(
                                                "src/test/resources/vectors/zendesk-rest-traces.json")))
                        .path("requests");
        zendesk = new FakeSystem();
        zendesk.answers(this::recorded);
        hub =
                hub(
                        Map.of(
                                "auth", "basic",
                                "username", "agent@example.cn/token",
                                "password", "APITOKENFAKE"));
    }

    @AfterEach
    void stop() {
        hub.close();
        zendesk.close();
    }

    private Hub hub(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.zendesk.url", zendesk.url());
        more.forEach((key, value) -> settings.put("serai.systems.zendesk." + key, value));
        return new Hub("routes/systems/zendesk.camel.yaml", settings);
    }

    /** The recorded answer to the same request. */
    private Reply recorded(Asked request) {
        JsonNode trace =
                StreamSupport.stream(traces.spliterator(), false)
                        .filter(it -> it.path("method").asText().equals(request.method()))
                        .filter(it -> same(it.path("url").asText(), request.uri()))
                        .filter(it -> it.path("body").asText().isEmpty() || body(it, request))
                        .findFirst()
                        .orElse(null);
        if (trace == null) {
            return Reply.json(500, "{\"error\":\"not recorded\"}");
        }
        assertThat(request.headers())
                .containsEntry("authorization", trace.at("/headers/authorization").asText());
        JsonNode response = trace.path("response");
        JsonNode body = response.path("body");
        Reply reply =
                Reply.of(
                        response.path("status").asInt(),
                        response.at("/headers/Content-Type").asText(),
                        body.isTextual() ? body.asText() : body.toString());
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            reply = reply.with(header.getKey(), header.getValue().asText());
        }
        return reply;
    }

    private static boolean same(String recorded, String uri) {
        URI one = URI.create(recorded);
        URI other = URI.create(uri);
        return one.getPath().equals(other.getPath())
                && String.valueOf(one.getQuery()).equals(String.valueOf(other.getQuery()));
    }

    private static boolean body(JsonNode trace, Asked request) {
        try {
            return Json.MAPPER
                    .readTree(trace.path("body").asText())
                    .equals(Json.MAPPER.readTree(request.body()));
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode recordedFields(String method, String part, String envelope) throws Exception {
        JsonNode trace =
                StreamSupport.stream(traces.spliterator(), false)
                        .filter(it -> it.path("method").asText().equals(method))
                        .filter(it -> it.path("body").asText().contains(part))
                        .findFirst()
                        .orElseThrow();
        return Json.MAPPER.readTree(trace.path("body").asText()).path(envelope);
    }

    private JsonNode send(String operation, JsonNode fields) {
        return hub.camel
                .createFluentProducerTemplate()
                .to(operation)
                .withBody(fields)
                .request(JsonNode.class);
    }

    private JsonNode withKey(JsonNode fields, String key) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) fields.deepCopy())
                .put("idempotencyKey", key);
    }

    @Test
    void ticketsAndTheirCommentsAreReadAsRecorded() {
        Answer ticket = hub.ask(TICKET, "35436");
        Answer unknown = hub.ask(TICKET, "404");
        Answer comments = hub.ask("direct:system.zendesk.ticket.comments", "35436");
        Answer requested = hub.ask("direct:system.zendesk.user.tickets", "20978392");
        Answer open = hub.ask("direct:system.zendesk.requester.tickets", "zhangsan@example.cn");

        assertThat(ticket.data().path("subject").asText()).isEqualTo("杯子碎了，申请补发");
        assertThat(unknown.unknown()).isTrue();
        assertThat(comments.data().path(0).path("body").asText()).isEqualTo("已补发📦");
        assertThat(requested.data()).hasSize(1);
        assertThat(open.data().path(0).path("id").asInt()).isEqualTo(35436);
        assertThat(zendesk.asked).hasSize(5);
    }

    @Test
    void aTicketIsMadeWithItsIdempotencyKeyAndChangedAsRecorded() throws Exception {
        JsonNode made =
                send(
                        TICKET + ".create",
                        withKey(recordedFields("POST", "zhangsan@", "ticket"), "c-1/return-1"));
        JsonNode changed = send(TICKET + ".update", recordedFields("PUT", "solved", "ticket"));

        assertThat(made.path("id").asInt()).isEqualTo(35436);
        assertThat(zendesk.asked.getFirst().headers())
                .containsEntry("idempotency-key", "c-1/return-1");
        assertThat(zendesk.asked.getFirst().body()).doesNotContain("idempotencyKey");
        assertThat(changed.path("status").asText()).isEqualTo("solved");
        assertThat(zendesk.asked).hasSize(2);
    }

    @Test
    void aTicketWithoutAnIdempotencyKeyIsRefusedAndNothingIsSent() throws Exception {
        JsonNode fields = recordedFields("POST", "zhangsan@", "ticket");

        assertThatThrownBy(() -> send(TICKET + ".create", fields))
                .rootCause()
                .hasMessage("idempotencyKey must be given");
        assertThat(zendesk.asked).isEmpty();
    }

    @Test
    void aUserIsSavedAsRecorded() throws Exception {
        JsonNode saved =
                send(
                        "direct:system.zendesk.user.save",
                        recordedFields("POST", "external_id", "user"));

        assertThat(saved.path("id").asInt()).isEqualTo(20978392);
    }

    @Test
    void aBearerTokenSignsAsRecorded() throws Exception {
        hub.close();
        hub =
                hub(
                        Map.of(
                                "auth", "api-key",
                                "api-key-header", "Authorization",
                                "api-key", "Bearer OAUTHFAKE"));

        Answer user = hub.ask("direct:system.zendesk.user", "20978392");

        assertThat(user.data().path("name").asText()).isEqualTo("张三");
    }

    @Test
    void dataThatZendeskRefusesIsNamedByFieldAndErrorOnly() throws Exception {
        JsonNode fields = recordedFields("POST", "INVALID", "ticket");

        assertThatThrownBy(() -> send(TICKET + ".create", withKey(fields, "k1")))
                .rootCause()
                .isInstanceOf(RefusedException.class)
                .hasMessage("it refuses the data (RecordInvalid): base BlankValue");
    }

    @Test
    void everyShapeOfErrorHasItsMeaning() throws Exception {
        JsonNode fields = recordedFields("PUT", "solved", "ticket");
        Map<Reply, String> shapes =
                Map.of(
                        Reply.json(409, "{\"error\":\"UpdateConflict\"}"),
                        "it changed meanwhile; read it again",
                        Reply.json(403, "{\"error\":{\"title\":\"Forbidden\",\"message\":\"x\"}}"),
                        "it refuses the hub's credentials (HTTP 403)",
                        Reply.json(401, "{\"error\":\"Couldn't authenticate you\"}"),
                        "it refuses the hub's credentials (HTTP 401)",
                        Reply.json(400, "{\"error\":\"IdempotentRequestError\"}"),
                        "the idempotency key was used for other data",
                        Reply.of(400, "text/html", "<h1>Bad</h1>"),
                        "it refuses the request");

        shapes.forEach(
                (reply, words) -> {
                    zendesk.answers(request -> reply);
                    assertThatThrownBy(() -> send(TICKET + ".update", fields))
                            .rootCause()
                            .isNotInstanceOf(IOException.class)
                            .hasMessage(words);
                });
        assertThat(zendesk.asked).as("none is repeated").hasSize(shapes.size());
    }

    @Test
    void anAccountThatSaysToWaitIsWaitedForIfThereIsTime() {
        zendesk.answers(
                request ->
                        calls.incrementAndGet() == 1
                                ? Reply.of(429, "text/plain", "Number of allowed API requests")
                                        .with("Retry-After", "1")
                                : recorded(request));

        long start = System.nanoTime();
        Answer answer = hub.ask(TICKET, "35436");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(calls).hasValue(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anAccountThatSaysToWaitForLongIsLeftAlone() {
        zendesk.answers(
                request ->
                        Reply.of(429, "text/plain", "Number of allowed API requests")
                                .with("Retry-After", "30"));

        Answer first = hub.ask(TICKET, "35436");
        Answer second = hub.ask(TICKET, "35437");
        zendesk.answers(this::recorded);
        hub.clock.forward(Duration.ofSeconds(31));
        Answer later = hub.ask(TICKET, "35436");

        assertThat(first.error()).isEqualTo("it asks to be left alone for 30 s");
        assertThat(second.error()).isEqualTo(first.error());
        assertThat(later.state()).isEqualTo(Answer.State.FRESH);
        assertThat(zendesk.asked).hasSize(2);
    }

    @Test
    void aWindowThatIsUsedUpIsNotTried() {
        zendesk.answers(
                request ->
                        recorded(request)
                                .with("ratelimit-remaining", "0")
                                .with("ratelimit-reset", "41"));

        Answer last = hub.ask(TICKET, "35436");
        Answer next = hub.ask(TICKET, "404");

        assertThat(last.state()).isEqualTo(Answer.State.FRESH);
        assertThat(next.error()).isEqualTo("it asks to be left alone for 41 s");
        assertThat(zendesk.asked).hasSize(1);
    }

    @Test
    void pagesAreReadUpToABoundAndOnlyFromTheAccountItself() throws Exception {
        try (FakeSystem elsewhere = new FakeSystem()) {
            zendesk.answers(
                    request -> {
                        int page = calls.incrementAndGet();
                        return Reply.json(
                                200,
                                page % 2 == 1
                                        ? "{\"comments\":[{\"id\":%d}],\"next_page\":\"%s/api/v2/tickets/1/comments.json?page=%d\"}"
                                                .formatted(page, elsewhere.url(), page + 1)
                                        : "{\"comments\":[{\"id\":%d}],\"meta\":{\"has_more\":true},\"links\":{\"next\":\"%s/api/v2/tickets/1/comments.json?page%%5Bafter%%5D=x\"}}"
                                                .formatted(page, elsewhere.url()));
                    });

            Answer comments = hub.ask("direct:system.zendesk.ticket.comments", "1");

            assertThat(comments.data()).hasSize(3);
            assertThat(zendesk.asked)
                    .extracting(Asked::uri)
                    .containsExactly(
                            "/api/v2/tickets/1/comments.json?sort_order=asc",
                            "/api/v2/tickets/1/comments.json?page=2",
                            "/api/v2/tickets/1/comments.json?page%5Bafter%5D=x");
            assertThat(elsewhere.asked).isEmpty();
        }
    }

    @Test
    void whatCannotBeAKeyIsNeverSent() {
        for (String key : new String[] {"", "1/../2", "1?x", "a@b status:closed", "x@y\" z"}) {
            assertThat(hub.ask(TICKET, key).error()).isEqualTo("the key must be a number");
            assertThat(hub.ask("direct:system.zendesk.requester.tickets", key).error())
                    .isEqualTo("the key must be an email address");
        }
        assertThat(zendesk.asked).isEmpty();
    }

    @Test
    void withoutAnAddressNothingOfItIsThere() throws Exception {
        hub.close();
        hub =
                new Hub(
                        "routes/systems/zendesk.camel.yaml",
                        Map.of("serai.systems.orders.url", "http://orders.invalid"));

        Answer answer = hub.ask(TICKET, "1");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("not connected: serai.systems.zendesk.url is not set");
        assertThat(hub.camel.getRoute("system-zendesk-ticket-call")).isNull();
    }
}
