package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Against exchanges recorded from graphql-http, replayed by a real server. */
class CrmTest {

    private static final String CUSTOMER = "direct:system.crm.customer";
    private static final Map<String, String> WHO =
            Map.of("channel", "wechat", "account", "main", "user", "oOpen\"}id1");

    private FakeSystem crm;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        crm = new FakeSystem();
        hub =
                new Hub(
                        "routes/systems/crm.camel.yaml",
                        Map.of(
                                "serai.systems.crm.url", crm.url() + "/graphql",
                                "serai.systems.crm.auth", "api-key",
                                "serai.systems.crm.api-key", "k3y",
                                "serai.systems.crm.timeout", "3000"));
    }

    @AfterEach
    void stop() {
        hub.close();
        crm.close();
    }

    @Test
    void theCustomerIsAskedForWithBoundVariables() throws Exception {
        crm.answers(request -> Reply.json(200, "{\"data\":{\"customer\":{\"code\":\"C1\"}}}"));

        Answer answer = hub.ask(CUSTOMER, WHO);

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(answer.data()).isEqualTo(Json.MAPPER.readTree("{\"code\":\"C1\"}"));
        Asked request = crm.asked.getFirst();
        JsonNode body = Json.MAPPER.readTree(request.body());
        assertThat(body.path("operationName").asText()).isEqualTo("Customer");
        assertThat(body.path("query").asText())
                .isEqualTo(Files.readString(Path.of("config/crm/customer.graphql")));
        assertThat(body.path("variables")).isEqualTo(Json.MAPPER.valueToTree(WHO));
        assertThat(request.headers().get("X-API-Key")).isEqualTo("k3y");
    }

    @Test
    void aStrangerIsNoFailure() {
        crm.answers(request -> Reply.json(200, "{\"data\":{\"customer\":null}}"));

        Answer answer = hub.ask(CUSTOMER, WHO);

        assertThat(answer.unknown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "partial-error-null-propagation, 3",
        "partial-error-accept-json, 3",
        "parse-error-graphql-response, 1",
        "parse-error-accept-json, 1",
        "validation-error-graphql-response, 1",
        "validation-error-accept-json, 1",
        "missing-variable, 1",
        "variable-coercion-error, 1",
        "no-query, 1",
        "wrong-content-type, 1",
        "not-acceptable, 1",
        "put-405, 1",
        "get-query, 1",
    })
    void whateverIsNoCustomerIsAFailureAndTriedAgainOnlyIfItMayPass(String name, int tries)
            throws Exception {
        JsonNode reply = vector(name).path("response");
        crm.answers(
                request ->
                        Reply.of(
                                reply.path("status").asInt(),
                                reply.path("contentType").asText("text/plain"),
                                reply.path("body").isTextual()
                                        ? reply.path("body").asText()
                                        : reply.path("body").toString()));

        Answer answer = hub.ask(CUSTOMER, WHO);

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isNotEqualTo("the call failed");
        assertThat(crm.asked).hasSize(tries);
    }

    @Test
    void aSilentCrmIsGivenUpAfterTheTimeout() {
        crm.answers(request -> crm.silence());

        Answer answer = hub.ask(CUSTOMER, WHO);

        assertThat(answer.error()).isEqualTo("no answer in time");
    }

    @Test
    void noHeaderOfTheCallerReachesTheCrm() {
        crm.answers(request -> Reply.json(200, "{\"data\":{\"customer\":{\"code\":\"C1\"}}}"));

        hub.camel
                .createFluentProducerTemplate()
                .to("direct:system.crm.customer.call")
                .withHeader("CamelGraphQLQuery", "{evil}")
                .withHeader("CamelHttpUri", "http://127.0.0.1:1/evil")
                .withHeader("serai-variables", "evil")
                .withHeader("query", "evil")
                .withHeader("Authorization", "Bearer evil")
                .withBody(WHO)
                .request(JsonNode.class);

        assertThat(crm.asked).hasSize(1);
        assertThat(crm.asked.getFirst().toString()).doesNotContain("evil");
    }

    @Test
    void whatCannotBeAnIdentityIsNeverSent() {
        Answer answer =
                hub.ask(CUSTOMER, Map.of("channel", "wechat", "account", "a b", "user", "x"));

        assertThat(answer.unknown()).isTrue();
        assertThat(answer.error()).contains("malformed");
        assertThat(crm.asked).isEmpty();
    }

    private static JsonNode vector(String name) throws Exception {
        JsonNode all =
                Json.MAPPER.readTree(
                        Files.readString(
                                Path.of("src/test/resources/vectors/graphql-over-http.json")));
        for (JsonNode vector : all.path("exchanges")) {
            if (vector.path("name").asText().equals(name)) {
                return vector;
            }
        }
        throw new AssertionError("no vector " + name);
    }
}
