package io.serai.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The shipped schema over the shipped routes, against systems on real sockets. */
class ProfileTest {

    private static final String EVERYTHING =
            """
            query Profile($codes: [ID!]!) {
              customers(codes: $codes) {
                code
                basicInfo { name level tags }
                recentOrders(limit: 2) { orderNo total { amount } }
                serviceTickets(status: "open") { id subject }
                browsingHistory { sku title }
                shipments { trackingNo }
              }
            }\
            """;
    private static final List<String> FIFTY =
            IntStream.range(0, 50).mapToObj("C%06d"::formatted).toList();

    private FiveSystems systems;
    private Hub hub;
    private Asking profile;

    @BeforeEach
    void start() throws Exception {
        systems = new FiveSystems();
        hub = new Hub(FiveSystems.ROUTES, systems.settings());
        profile = new Asking(hub.camel, Map.of(), Clock.systemUTC()).shipped();
    }

    @AfterEach
    void stop() {
        profile.close();
        hub.close();
        systems.close();
    }

    @Test
    void fiftyCustomersOfFiveSystemsAreFiveCalls() {
        JsonNode answer = profile.ask(EVERYTHING, Map.of("codes", FIFTY));

        assertThat(answer.path("errors").isMissingNode()).as(answer.toPrettyString()).isTrue();
        assertThat(systems.all()).allSatisfy(system -> assertThat(system.asked).hasSize(1));
        JsonNode last = answer.at("/data/customers/49");
        assertThat(last.path("code").asText()).isEqualTo("C000049");
        assertThat(last.at("/basicInfo/tags/0").asText()).isEqualTo("老客户");
        assertThat(last.path("recentOrders")).hasSize(2);
        assertThat(last.at("/recentOrders/0/total/amount").asText()).isEqualTo("9.90");
        assertThat(last.at("/serviceTickets/0/subject").asText()).isEqualTo("退款");
        assertThat(last.path("browsingHistory")).hasSize(4);
        assertThat(last.at("/shipments/0/trackingNo").asText()).isEqualTo("SF1");
        assertThat(systems.tickets.asked.getFirst().uri()).contains("status=open");
    }

    @Test
    void whatIsRememberedOfACustomerIsNotAskedForAgain() throws Exception {
        profile.ask(EVERYTHING, Map.of("codes", FIFTY.subList(0, 2)));

        JsonNode answer = profile.ask(EVERYTHING, Map.of("codes", FIFTY.subList(1, 3)));

        assertThat(answer.path("errors").isMissingNode()).isTrue();
        assertThat(systems.all()).allSatisfy(system -> assertThat(system.asked).hasSize(2));
        JsonNode second = Json.MAPPER.readTree(systems.crm.asked.getLast().body());
        assertThat(second.at("/variables/keys").toString()).isEqualTo("[\"C000002\"]");
        assertThat(states(answer, "basicInfo")).containsExactlyInAnyOrder("cached", "fresh");
    }

    @Test
    void theSameCustomerTwiceIsAskedForOnce() throws Exception {
        JsonNode answer = profile.ask(EVERYTHING, Map.of("codes", List.of("1", "2", "1")));

        assertThat(answer.at("/data/customers")).hasSize(3);
        JsonNode sent = Json.MAPPER.readTree(systems.crm.asked.getFirst().body());
        assertThat(sent.at("/variables/keys").toString()).isEqualTo("[\"1\",\"2\"]");
    }

    @Test
    void aDeadSystemCostsItsOwnFieldAndNothingElse() {
        systems.tickets.close();

        JsonNode answer = profile.ask(EVERYTHING, Map.of("codes", FIFTY.subList(0, 2)));

        assertThat(answer.path("errors")).hasSize(2);
        JsonNode error = answer.at("/errors/1");
        assertThat(error.path("path").toString()).isEqualTo("[\"customers\",1,\"serviceTickets\"]");
        assertThat(error.at("/extensions/code").asText()).isEqualTo("SYSTEM_UNAVAILABLE");
        assertThat(error.path("message").asText()).isEqualTo("tickets: it cannot be reached");
        JsonNode customer = answer.at("/data/customers/1");
        assertThat(customer.path("serviceTickets").isNull()).isTrue();
        assertThat(customer.path("recentOrders")).hasSize(2);
        assertThat(customer.at("/shipments/0/trackingNo").asText()).isEqualTo("SF1");
    }

    @Test
    void whenASystemDiesItsLastAnswerStandsInAndSaysSo() {
        String query = "{customer(code: \"C1\") {basicInfo {name}}}";
        profile.ask(query);
        systems.crm.answers(request -> Reply.json(503, "{}"));
        hub.clock.advance(Duration.ofMinutes(5));

        JsonNode answer = profile.ask(query);

        assertThat(answer.at("/data/customer/basicInfo/name").asText()).isEqualTo("张三");
        assertThat(answer.path("errors").isMissingNode()).isTrue();
        JsonNode line = answer.at("/extensions/provenance/0");
        assertThat(line.path("path").toString()).isEqualTo("[\"customer\",\"basicInfo\"]");
        assertThat(line.path("system").asText()).isEqualTo("crm");
        assertThat(line.path("state").asText()).isEqualTo("stale");
        assertThat(line.path("asOf").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(line.path("error").asText()).isEqualTo("it is out of order (HTTP 503)");
        assertThat(line.path("of").toString()).isEqualTo("[\"C1\"]");
    }

    @Test
    void halfAnAnswerSaysSo() throws Exception {
        String routes = Files.readString(Path.of("routes/systems/crm.camel.yaml"));
        hub.loadText(
                "routes/systems/crm.camel.yaml",
                routes.replace(
                        "result: customers", "result: customers\n              partial: true"));
        systems.crm.answers(
                request ->
                        Reply.json(
                                200,
                                "{\"data\":{\"customers\":[{\"code\":\"C1\",\"name\":\"张三\"}]},"
                                        + "\"errors\":[{\"message\":\"x\"}]}"));

        JsonNode answer = profile.ask("{customer(code: \"C1\") {basicInfo {name level}}}");

        assertThat(answer.at("/data/customer/basicInfo/name").asText()).isEqualTo("张三");
        assertThat(answer.at("/extensions/provenance/0/error").asText())
                .isEqualTo("a part of it could not be had");
    }

    @Test
    void anAnswerOfAnotherShapeIsAnErrorOfItsFieldOnly() {
        systems.orders.answers(
                request ->
                        Reply.json(
                                200,
                                "[{\"customerCode\":\"C1\",\"orderNo\":\"E1\",\"total\":\"9.90\"}]"));
        systems.browsing.answers(request -> Reply.json(200, "{\"views\":[]}"));
        systems.crm.answers(
                request ->
                        Reply.json(
                                200,
                                "{\"data\":{\"customers\":[{\"code\":\"C1\",\"name\":\"x\",\"level\":\"VIP"
                                    + " java.lang\"}]}}"));

        JsonNode answer = profile.ask(EVERYTHING, Map.of("codes", List.of("C1")));

        assertThat(answer.at("/data/customers/0/recentOrders/0/total").isNull()).isTrue();
        assertThat(answer.at("/data/customers/0/recentOrders/0/orderNo").asText()).isEqualTo("E1");
        assertThat(answer.at("/data/customers/0/browsingHistory").isNull()).isTrue();
        assertThat(answer.at("/data/customers/0/basicInfo/name").asText()).isEqualTo("x");
        assertThat(answer.at("/data/customers/0/serviceTickets")).hasSize(1);
        assertThat(answer.path("errors").findValuesAsText("code"))
                .containsExactlyInAnyOrder(
                        "SYSTEM_ANSWER_INVALID", "SYSTEM_ANSWER_INVALID", "SYSTEM_UNAVAILABLE");
        assertThat(answer.toString()).doesNotContain("java.lang");
    }

    @Test
    void aSilentSystemIsGivenUpAtTheTimeoutAndTheRestIsThere() throws Exception {
        systems.tracking.answers(request -> systems.tracking.silence());

        try (Asking hurried =
                new Asking(hub.camel, Map.of("serai.profile.timeout", "3s"), Clock.systemUTC())
                        .shipped()) {
            JsonNode answer = hurried.ask(EVERYTHING, Map.of("codes", List.of("C1")));

            assertThat(answer.at("/data/customers/0/recentOrders")).hasSize(2);
            assertThat(answer.at("/errors/0/message").asText())
                    .isEqualTo("tracking: gives no answer");
        }
    }

    @Test
    void whatCannotBeACustomerIsToldAndNeverSent() {
        JsonNode answer =
                profile.ask("{customers(codes: [\"C1\", \"a b&c\"]) {recentOrders {orderNo}}}");

        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("BAD_USER_INPUT");
        assertThat(answer.at("/data/customers/0/recentOrders")).hasSize(3);
        assertThat(systems.orders.asked.getFirst().uri()).isEqualTo("/orders?customers=C1&limit=5");
    }

    @Test
    void twoLimitsOfOneFieldAreTwoCalls() {
        profile.ask(
                "{customer(code: \"C1\") {a: recentOrders(limit: 1) {orderNo} b: recentOrders"
                        + " {orderNo}}}");

        assertThat(systems.orders.asked).hasSize(2);
    }

    @Test
    void aCustomerOfAChannelIsFoundAndThenAskedFor() {
        FakeSystem crm = systems.crm;
        crm.answers(
                request ->
                        Reply.json(
                                200, "{\"data\":{\"customer\":{\"code\":\"C7\",\"name\":\"李\"}}}"));

        JsonNode answer =
                profile.ask(
                        "{customerOf(channel: \"wechat\", account: \"main\", user: \"o1\")"
                                + " {code recentOrders {orderNo}}}");

        assertThat(answer.at("/data/customerOf/code").asText()).isEqualTo("C7");
        assertThat(answer.at("/data/customerOf/recentOrders")).hasSize(3);
        assertThat(systems.orders.asked.getFirst().uri()).contains("customers=C7");
    }

    private static List<String> states(JsonNode answer, String field) {
        return StreamSupport.stream(answer.at("/extensions/provenance").spliterator(), false)
                .filter(line -> line.path("path").path(1).asText().equals(field))
                .map(line -> line.path("state").asText())
                .toList();
    }
}
