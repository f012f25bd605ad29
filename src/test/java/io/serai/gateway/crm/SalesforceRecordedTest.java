package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Json;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Kamelets, held to the recorded traffic: method, path, query, headers and body. */
class SalesforceRecordedTest {

    private static final String NEXT = "/services/data/v56.0/query/01g5g00000FAKE-2000";

    private SalesforceOrg org;
    private FakeSystem login;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforceOrg();
        login = new FakeSystem();
        login.answers(
                request ->
                        Reply.json(
                                200,
                                SalesforceOrg.TRACES
                                        .at("/responseSamples/token")
                                        .toString()
                                        .replace("http://127.0.0.1:18080", org.server.url())
                                        .replace("!AQ1", "!AQ" + org.tokens.get())));
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.salesforce.url", org.server.url());
        settings.put("serai.systems.salesforce.login-url", login.url());
        settings.put("serai.systems.salesforce.client-id", "3MVG9FAKE");
        settings.put("serai.systems.salesforce.client-secret", "FAKESECRET");
        settings.put("serai.systems.salesforce.api-version", "56.0");
        hub =
                new Hub(
                        List.of("routes/systems/salesforce.camel.yaml"),
                        settings,
                        (camel, clock) -> {
                            SalesforceBeans.bind(camel, settings, new SimpleMeterRegistry(), clock);
                            routes(camel);
                        });
    }

    @AfterEach
    void stop() {
        hub.close();
        org.close();
        login.close();
    }

    private static void routes(CamelContext camel) {
        try {
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:query")
                                    .to(
                                            "kamelet:salesforce-query-action?pages=2&query=RAW(SELECT"
                                                + " Id, FirstName, LastName, Email FROM Contact"
                                                + " WHERE LastName = {key})");
                            from("direct:get")
                                    .to(
                                            "kamelet:salesforce-record-action?operation=getSObject&object=Contact");
                            from("direct:update")
                                    .to(
                                            "kamelet:salesforce-record-action?operation=updateSObject&object=Case");
                        }
                    });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode ask(String route, Object body) {
        return hub.ask(route, body, JsonNode.class);
    }

    @Test
    void aQueryIsReadPageByPage() {
        org.then(
                Reply.json(
                        200,
                        "{\"totalSize\":2,\"done\":false,\"nextRecordsUrl\":\"%s\",\"records\":[{\"Id\":\"1\"}]}"
                                .formatted(NEXT)),
                Reply.json(200, "{\"totalSize\":2,\"done\":true,\"records\":[{\"Id\":\"2\"}]}"));

        JsonNode records = ask("direct:query", "张");

        assertThat(records).hasToString("[{\"Id\":\"1\"},{\"Id\":\"2\"}]");
        same(login.asked.getFirst(), SalesforceOrg.trace("POST", "/oauth2/token"));
        same(org.calls().get(0), SalesforceOrg.trace("GET", "WHERE%20LastName"));
        same(org.calls().get(1), SalesforceOrg.trace("GET", NEXT));
    }

    @Test
    void aRecordIsReadAndOneThatIsNotThereIsNone() {
        org.then(
                Reply.json(200, "{\"Id\":\"0035g00000FAKE1AAA\"}"),
                SalesforceOrg.sample(404, "notFound404"));

        JsonNode record = ask("direct:get", "0035g00000FAKE1AAA");
        JsonNode none = ask("direct:get", "0035g00000FAKE9AAA");

        assertThat(record.path("Id").asText()).isEqualTo("0035g00000FAKE1AAA");
        assertThat(none).isNull();
        same(org.calls().getFirst(), SalesforceOrg.trace("GET", "/Contact/0035g00000FAKE1AAA"));
    }

    @Test
    void aRecordIsChanged() throws Exception {
        org.then(Reply.of(204, "application/json", ""));

        JsonNode changed =
                ask(
                        "direct:update",
                        Json.MAPPER.readTree(
                                "{\"Id\":\"5005g00000FAKE1AAA\",\"Status\":\"Closed\"}"));

        assertThat(changed.path("success").asBoolean()).isTrue();
        same(org.calls().getFirst(), SalesforceOrg.trace("PATCH", "/Case/5005g00000FAKE1AAA"));
    }

    @Test
    void theFirstTokenIsHadAtTheLoginAddressAndTheNextAtTheInstance() {
        org.then(
                Reply.json(200, "{\"Id\":\"0035g00000FAKE1AAA\"}"),
                Reply.json(200, "{\"Id\":\"0035g00000FAKE1AAA\"}"));
        ask("direct:get", "0035g00000FAKE1AAA");
        org.expire();

        JsonNode record = ask("direct:get", "0035g00000FAKE1AAA");

        assertThat(record.path("Id").asText()).isEqualTo("0035g00000FAKE1AAA");
        assertThat(login.asked).hasSize(1);
        assertThat(org.logins()).hasSize(1);
    }

    private static void same(Asked request, JsonNode recorded) {
        assertThat(request.method()).isEqualTo(recorded.path("method").asText());
        assertThat(request.uri()).isEqualTo(recorded.path("url").asText());
        assertThat(request.body()).isEqualTo(recorded.path("body").asText());
        recorded.path("headers")
                .properties()
                .forEach(
                        it -> {
                            if (!it.getKey().equals("authorization")) {
                                assertThat(request.headers())
                                        .containsEntry(it.getKey(), it.getValue().asText());
                            }
                        });
    }
}
