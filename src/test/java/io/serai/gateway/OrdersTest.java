package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class OrdersTest {

    private static final String GET = "direct:system.orders.get";
    private static final String ORDER = "{\"orderNo\":\"E1\",\"status\":\"SHIPPED\"}";

    private final AtomicInteger tokens = new AtomicInteger();
    private FakeSystem orders;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        orders = new FakeSystem();
        hub = hub(Map.of());
    }

    @AfterEach
    void stop() {
        hub.close();
        orders.close();
    }

    private Hub hub(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.orders.url", orders.url());
        settings.put("serai.systems.orders.auth", "jwt");
        settings.put("serai.systems.orders.client-id", "hub");
        settings.put("serai.systems.orders.client-secret", "s3cret&密");
        settings.putAll(more);
        return new Hub("routes/systems/orders.camel.yaml", settings);
    }

    /** The order service, whose tokens are t1, t2 … and of which only the newest is good. */
    private Reply service(Asked request) {
        if (request.uri().equals("/auth/token")) {
            return Reply.json(
                    200,
                    "{\"access_token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":60}");
        }
        boolean good = ("Bearer t" + tokens.get()).equals(request.headers().get("Authorization"));
        return good ? Reply.json(200, ORDER) : Reply.json(401, "{\"error\":\"expired\"}");
    }

    @Test
    void anOrderIsAskedForWithATokenAndRemembered() throws Exception {
        orders.answers(this::service);

        Answer first = hub.ask(GET, "E1");
        hub.clock.advance(Duration.ofSeconds(10));
        Answer second = hub.ask(GET, "E1");

        assertThat(first.state()).isEqualTo(Answer.State.FRESH);
        assertThat(first.data()).isEqualTo(Json.MAPPER.readTree(ORDER));
        assertThat(second.state()).isEqualTo(Answer.State.CACHED);
        assertThat(second.asOf()).isEqualTo(first.asOf());
        assertThat(orders.asked)
                .extracting(Asked::uri)
                .containsExactly("/auth/token", "/orders/E1");
        assertThat(orders.asked.getFirst().body())
                .isEqualTo(
                        "grant_type=client_credentials&client_id=hub&client_secret=s3cret%26%E5%AF%86");
    }

    @Test
    void aRefusedTokenIsRenewedOnceAndTheCallRepeatedOnce() {
        orders.answers(this::service);
        hub.ask(GET, "E1");
        tokens.incrementAndGet();

        Answer answer = hub.ask(GET, "E2");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(orders.asked)
                .extracting(Asked::uri)
                .containsExactly(
                        "/auth/token", "/orders/E1", "/orders/E2", "/auth/token", "/orders/E2");
    }

    @Test
    void aServiceThatRefusesEvenANewTokenIsNotAskedForEver() {
        orders.answers(
                request ->
                        request.uri().equals("/auth/token")
                                ? service(request)
                                : Reply.json(401, "{}"));

        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).contains("refuses the hub's credentials");
        assertThat(orders.asked("/orders")).isEqualTo(2);
        assertThat(orders.asked("/auth/token")).isEqualTo(2);
    }

    @Test
    void aTokenIsRenewedBeforeItRunsOut() {
        orders.answers(this::service);
        hub.ask(GET, "E1");

        hub.clock.advance(Duration.ofSeconds(56));
        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(orders.asked)
                .extracting(Asked::uri)
                .containsExactly("/auth/token", "/orders/E1", "/auth/token", "/orders/E1");
    }

    @Test
    void aHundredThatAskAtOnceFetchOneTokenAndOneOrder() throws Exception {
        orders.answers(this::service);

        List<Answer> answers;
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> ask = () -> hub.ask(GET, "E1");
            List<Future<Answer>> asked =
                    askers.invokeAll(Stream.generate(() -> ask).limit(100).toList());
            answers = asked.stream().map(Future::resultNow).toList();
        }

        assertThat(answers).allMatch(answer -> answer.data() != null);
        assertThat(orders.asked("/auth/token")).isEqualTo(1);
        assertThat(orders.asked("/orders")).isEqualTo(1);
    }

    @Test
    void whatMayPassIsTriedTwiceMore() {
        AtomicInteger calls = new AtomicInteger();
        orders.answers(
                request ->
                        request.uri().equals("/auth/token") || calls.incrementAndGet() == 3
                                ? service(request)
                                : Reply.of(502, "text/html", "<h1>502 Bad Gateway</h1>"));

        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(calls).hasValue(3);
    }

    @Test
    void nonsenseIsNotAskedForAgain() {
        orders.answers(
                request ->
                        request.uri().equals("/auth/token")
                                ? service(request)
                                : Reply.of(200, "text/html", "<h1>Welcome</h1>"));

        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("its answer is not JSON");
        assertThat(orders.asked("/orders")).isEqualTo(1);
    }

    @Test
    void howLongWhatIsNotThereIsRememberedIsASetting() throws Exception {
        orders.answers(
                request ->
                        request.uri().equals("/auth/token")
                                ? service(request)
                                : Reply.json(404, "{}"));
        try (Hub longer = hub(Map.of("serai.systems.orders.miss-ttl", "60s"))) {
            longer.ask(GET, "E404");
            longer.clock.advance(Duration.ofSeconds(50));

            assertThat(longer.ask(GET, "E404").state()).isEqualTo(Answer.State.CACHED);
        }
    }

    @Test
    void anUnknownOrderIsAnAnswerAndSoonAskedForAgain() {
        orders.answers(
                request ->
                        request.uri().equals("/auth/token")
                                ? service(request)
                                : Reply.json(404, "{\"error\":\"no such order\"}"));

        Answer first = hub.ask(GET, "E404");
        hub.clock.advance(Duration.ofSeconds(6));
        Answer second = hub.ask(GET, "E404");

        assertThat(first.unknown()).isTrue();
        assertThat(first.error()).isNull();
        assertThat(second.state()).isEqualTo(Answer.State.FRESH);
    }

    @Test
    void thatThereWasNoneStandsInForNothing() {
        orders.answers(
                request ->
                        request.uri().equals("/auth/token")
                                ? service(request)
                                : Reply.json(404, "{}"));
        hub.ask(GET, "E404");
        orders.answers(request -> Reply.json(503, "{}"));
        hub.clock.advance(Duration.ofMinutes(1));

        Answer answer = hub.ask(GET, "E404");

        assertThat(answer.state()).as("it may be there by now").isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isNotNull();
    }

    @Test
    void aDeadServiceOpensTheBreakerAndTheLastAnswerStandsIn() throws Exception {
        orders.answers(this::service);
        hub.ask(GET, "E1");
        orders.answers(request -> Reply.json(503, "{}"));
        hub.clock.advance(Duration.ofMinutes(1));

        Answer stale = hub.ask(GET, "E1");
        for (int i = 0; i < 5; i++) {
            hub.ask(GET, "X" + i);
        }
        int before = orders.asked.size();
        Answer unknown = hub.ask(GET, "E9");
        hub.load("routes/systems/orders.camel.yaml");
        Answer afterReload = hub.ask(GET, "E10");

        assertThat(stale.state()).isEqualTo(Answer.State.STALE);
        assertThat(stale.data()).isEqualTo(Json.MAPPER.readTree(ORDER));
        assertThat(stale.error()).isEqualTo("orders gave no token: HTTP 503");
        assertThat(unknown.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(unknown.error()).isEqualTo("it failed too often and is left alone for a while");
        assertThat(afterReload.error()).as("a reload does not close it").isEqualTo(unknown.error());
        assertThat(orders.asked).as("an open breaker lets nothing through").hasSize(before);
    }

    @Test
    void nobodyWaitsLongerThanTheirPatience() throws Exception {
        hub.close();
        hub = hub(Map.of("serai.systems.orders.patience", "300ms"));
        orders.answers(this::service);
        await().until(() -> hub.ask(GET, "E1").data() != null);
        hub.clock.advance(Duration.ofSeconds(40));
        orders.answers(request -> orders.silence());

        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.state()).isEqualTo(Answer.State.STALE);
        // The call ends with who waits for it, and either may come first.
        assertThat(answer.error()).isIn("no answer within 300 ms", "no answer in time");
    }

    @Test
    void aSilentServiceIsGivenUpAfterTheTimeout() throws Exception {
        hub.close();
        hub = hub(Map.of("serai.systems.orders.timeout", "1000"));
        orders.answers(
                request ->
                        request.uri().equals("/auth/token") ? service(request) : orders.silence());

        Answer answer = hub.ask(GET, "E1");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("no answer in time");
    }

    @Test
    void whatCannotBeAnOrderNumberIsNeverSent() {
        orders.answers(this::service);

        for (String key :
                List.of("", "../admin", "E1?x=1", "E1%2F..", "E1\r\nX: y", "单号", "E".repeat(33))) {
            Answer answer = hub.ask(GET, key);

            assertThat(answer.unknown()).isTrue();
            assertThat(answer.error()).startsWith("an order number has");
        }
        assertThat(orders.asked).isEmpty();
    }

    @Test
    void noHeaderOfTheCallerReachesTheServiceOrSteersTheCall() {
        orders.answers(this::service);

        JsonNode order =
                hub.camel
                        .createFluentProducerTemplate()
                        .to("direct:system.orders.get.call")
                        .withHeader("CamelHttpUri", "http://127.0.0.1:1/evil")
                        .withHeader("CamelHttpPath", "/evil")
                        .withHeader("CamelHttpQuery", "evil=1")
                        .withHeader("CamelHttpRawQuery", "evil=1")
                        .withHeader("CamelHttpMethod", "DELETE")
                        .withHeader("CamelRestHttpUri", "http://127.0.0.1:1/evil")
                        .withHeader("CamelRestHttpQuery", "evil=1")
                        .withHeader("operationName", "evil")
                        .withHeader("Authorization", "Bearer evil")
                        .withHeader("kafka.OVERRIDE_TOPIC", "evil")
                        .withBody("E1")
                        .request(JsonNode.class);

        assertThat(order.path("orderNo").asText()).isEqualTo("E1");
        assertThat(orders.asked).extracting(Asked::uri).doesNotContain("/evil");
        assertThat(orders.asked.get(1).method()).isEqualTo("GET");
        assertThat(orders.asked.get(1).uri()).isEqualTo("/orders/E1");
        assertThat(orders.asked.get(1).headers().toString()).doesNotContain("evil");
    }
}
