package io.serai.gateway.crm;

import static io.serai.gateway.crm.SalesforceOrg.CONTACT;
import static io.serai.gateway.crm.SalesforceOrg.SAVE;
import static io.serai.gateway.crm.SalesforceOrg.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

class SalesforceTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SalesforceOrg org;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforceOrg();
        hub = org.hub(Map.of(), meters);
    }

    @AfterEach
    void stop() {
        hub.close();
        org.close();
    }

    @Test
    void nothingIsSentBeforeItIsNeeded() {
        assertThat(org.server.asked).isEmpty();
    }

    @Test
    void theTrafficIsTheRecordedOne() {
        org.then(
                Reply.json(200, ZHANG),
                SalesforceOrg.sample(201, "created201"),
                Reply.of(204, "application/json", ""));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");
        JsonNode made =
                send(
                        "direct:system.salesforce.case.create",
                        "{\"Subject\":\"杯子碎了\",\"Origin\":\"WeChat\"}");
        JsonNode saved = send(SAVE, "{\"LastName\":\"张\",\"WeChat_OpenId__c\":\"oAbC\"}");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(answer.data()).isNotNull();
        assertThat(answer.data().path("LastName").asText()).isEqualTo("张");
        assertThat(made.path("id").asText()).isEqualTo("5005g00000FAKE1AAA");
        assertThat(saved.path("success").asBoolean()).isTrue();
        same(org.server.asked.get(0), SalesforceOrg.trace("POST", "/oauth2/token"));
        Asked query = org.server.asked.get(1);
        JsonNode recorded = SalesforceOrg.trace("GET", "/query/?q=");
        assertThat(query.method()).isEqualTo("GET");
        assertThat(URI.create(query.uri()).getPath())
                .isEqualTo(URI.create(recorded.path("url").asText()).getPath());
        headers(query, recorded);
        assertThat(soql(query))
                .isEqualTo(
                        "SELECT Id, FirstName, LastName, Email, MobilePhone, WeChat_OpenId__c,"
                                + " Account.Name FROM Contact WHERE Id = '0035g00000FAKE1AAA'");
        same(org.server.asked.get(2), SalesforceOrg.trace("POST", "/sobjects/Case"));
        same(org.server.asked.get(3), SalesforceOrg.trace("PATCH", "/WeChat_OpenId__c/"));
        assertThat(org.server.asked).hasSize(4);
    }

    @Test
    void aTokenThatRanOutIsRenewedAtTheInstanceAndTheCallRepeated() {
        org.then(Reply.json(200, ZHANG), Reply.json(200, ZHANG));
        hub.ask(CONTACT, "0035g00000FAKE1AAA");
        org.expire();

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE2AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(org.logins()).hasSize(2);
        same(org.logins().get(1), SalesforceOrg.trace("POST", "/oauth2/token"));
        assertThat(org.calls())
                .extracting(it -> it.headers().get("Authorization"))
                .containsExactly(
                        "Bearer 00D5g000000FAKE!AQ1",
                        "Bearer 00D5g000000FAKE!AQ1",
                        "Bearer 00D5g000000FAKE!AQ3");
    }

    @Test
    void aValueCannotChangeTheQuery() {
        org.then(Reply.json(200, "{\"totalSize\":0,\"done\":true,\"records\":[]}"));

        Answer malformed = hub.ask(CONTACT, "' OR Name != '");
        Answer apostrophe = hub.ask(CONTACT, "o'neill@example.cn");

        assertThat(malformed.error()).startsWith("a contact's key is");
        assertThat(apostrophe.unknown()).isTrue();
        assertThat(soql(org.calls().getFirst())).contains("WHERE Email = 'o\\'neill@example.cn' ");
    }

    @Test
    void headersFromOutsideSteerNothing() throws Exception {
        org.then(Reply.of(204, "application/json", ""));

        hub.camel
                .createFluentProducerTemplate()
                .to(SAVE)
                .withHeader("sObjectName", "User")
                .withHeader("sObjectIdName", "Username")
                .withHeader("sObjectIdValue", "admin")
                .withHeader("apiVersion", "20.0")
                .withHeader("rawPath", "/services/apexrest/evil")
                .withHeader("apexUrl", "/evil")
                .withHeader("Sforce-Call-Options", "client=evil")
                .withHeader("X-SFDC-Session", "evil")
                .withBody(
                        Json.MAPPER.readTree("{\"LastName\":\"张\",\"WeChat_OpenId__c\":\"oAbC\"}"))
                .request(JsonNode.class);

        Asked sent = org.calls().getFirst();
        assertThat(sent.uri())
                .isEqualTo("/services/data/v56.0/sobjects/Contact/WeChat_OpenId__c/oAbC");
        assertThat(sent.headers()).doesNotContainKeys("Sforce-Call-Options", "X-SFDC-Session");
    }

    @Test
    void theOrgsLimitIsShownAndAboveFourFifthsItIsAskedSeldom() {
        org.then(
                Reply.json(200, ZHANG).with("Sforce-Limit-Info", "api-usage=12001/15000"),
                Reply.json(200, ZHANG).with("Sforce-Limit-Info", "api-usage=12002/15000"));

        hub.ask(CONTACT, "0035g00000FAKE1AAA");
        Answer spared = hub.ask(CONTACT, "0035g00000FAKE2AAA");
        hub.clock.advance(Duration.ofSeconds(2));
        Answer later = hub.ask(CONTACT, "0035g00000FAKE3AAA");

        assertThat(spared.error())
                .isEqualTo("12001 of 15000 API calls of the day are used, so it is asked seldom");
        assertThat(later.state()).isEqualTo(Answer.State.FRESH);
        assertThat(meters.get("serai.salesforce.api.used").gauge().value()).isEqualTo(12002);
        assertThat(meters.get("serai.salesforce.api.limit").gauge().value()).isEqualTo(15000);
    }

    private JsonNode send(String operation, String fields) {
        return hub.ask(operation, Json.read(fields, JsonNode.class), JsonNode.class);
    }

    private static String soql(Asked query) {
        String raw = URI.create(query.uri()).getRawQuery();
        return URLDecoder.decode(raw.substring("q=".length()), StandardCharsets.UTF_8);
    }

    private static void same(Asked request, JsonNode recorded) {
        assertThat(request.method()).isEqualTo(recorded.path("method").asText());
        assertThat(request.uri()).isEqualTo(recorded.path("url").asText());
        headers(request, recorded);
        assertThat(request.body()).isEqualTo(recorded.path("body").asText());
    }

    private static void headers(Asked request, JsonNode recorded) {
        recorded.path("headers")
                .properties()
                .forEach(
                        header -> {
                            if (!header.getKey().equals("authorization")) {
                                assertThat(request.headers())
                                        .containsEntry(header.getKey(), header.getValue().asText());
                            }
                        });
        assertThat(request.headers().containsKey("Authorization"))
                .isEqualTo(recorded.path("headers").has("authorization"));
    }
}
