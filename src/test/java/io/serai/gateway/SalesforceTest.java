package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SalesforceTest {

    private static final String CONTACT = "direct:system.salesforce.contact";
    private static final String SAVE = "direct:system.salesforce.contact.save";
    private static final String ZHANG =
            "{\"totalSize\":1,\"done\":true,\"records\":[{\"attributes\":{\"type\":\"Contact\"},"
                    + "\"Id\":\"0035g00000FAKE1AAA\",\"LastName\":\"张\"}]}";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SalesforceOrg org;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforceOrg();
        hub = hub(Map.of());
    }

    @AfterEach
    void stop() {
        hub.close();
        org.close();
    }

    private Hub hub(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.salesforce.url", org.server.url());
        settings.put("serai.systems.salesforce.client-id", "3MVG9FAKE");
        settings.put("serai.systems.salesforce.client-secret", "FAKESECRET");
        settings.put("serai.systems.salesforce.api-version", "56.0");
        settings.putAll(more);
        return new Hub(
                List.of("routes/systems/salesforce.camel.yaml"),
                settings,
                (camel, clock) ->
                        SalesforceBeans.bind(camel.getRegistry(), settings, meters, clock));
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
    void aBare401FromAProxyIsAnAnswerToo() {
        org.server.answers(
                request ->
                        request.uri().endsWith("/token")
                                ? Reply.of(401, "text/html", "")
                                : Reply.json(500, "[]"));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).startsWith("it gives the hub no token");
    }

    @Test
    void anOrgThatRefusesEvenANewTokenIsNotAskedForEver() {
        String token = SalesforceOrg.TRACES.at("/responseSamples/token").toString();
        String here = token.replace("http://127.0.0.1:18080", org.server.url());
        org.server.answers(
                request ->
                        request.uri().endsWith("/token")
                                ? Reply.json(200, here)
                                : Reply.of(401, "text/html", "<h1>no</h1>"));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.error()).startsWith("it gives the hub no token");
        assertThat(org.calls()).hasSizeLessThan(6);
    }

    @Test
    void aLoginThatIsRefusedIsNamedAndNotRepeated() {
        org.server.answers(request -> SalesforceOrg.sample(400, "tokenError400"));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error())
                .isEqualTo(
                        "it gives the hub no token (invalid_client_id); check"
                                + " serai.systems.salesforce.*");
        assertThat(org.logins()).hasSize(1);
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
                .withBody(Json.MAPPER.readTree("{\"LastName\":\"张\",\"WeChat_OpenId__c\":\"oAbC\"}"))
                .request(JsonNode.class);

        Asked sent = org.calls().getFirst();
        assertThat(sent.uri())
                .isEqualTo("/services/data/v56.0/sobjects/Contact/WeChat_OpenId__c/oAbC");
        assertThat(sent.headers()).doesNotContainKeys("Sforce-Call-Options", "X-SFDC-Session");
    }

    @Test
    void whatMayPassIsTriedAgainAndWhatIsRefusedIsNot() {
        org.then(
                Reply.json(503, "[{\"errorCode\":\"SERVER_UNAVAILABLE\",\"message\":\"x\"}]"),
                Reply.json(200, ZHANG),
                SalesforceOrg.sample(400, "malformed400"));

        Answer again = hub.ask(CONTACT, "0035g00000FAKE1AAA");
        Answer malformed = hub.ask(CONTACT, "0035g00000FAKE2AAA");

        assertThat(again.state()).isEqualTo(Answer.State.FRESH);
        assertThat(malformed.error()).isEqualTo("it refuses the request (MALFORMED_QUERY)");
        assertThat(org.calls()).hasSize(3);
    }

    @Test
    void aRecordThatItsRulesDoNotLetInIsRefusedAndNamesTheField() {
        org.then(
                SalesforceOrg.sample(400, "validation400"),
                SalesforceOrg.sample(400, "duplicate400"),
                Reply.json(300, "[\"/services/data/v56.0/sobjects/Contact/0035g00000FAKE1AAA\"]"));
        String zhang = "{\"LastName\":\"张\",\"WeChat_OpenId__c\":\"oAbC\"}";

        assertThatThrownBy(() -> send(SAVE, zhang))
                .rootCause()
                .isInstanceOf(RefusedException.class)
                .hasMessage("it refuses the record (REQUIRED_FIELD_MISSING: [LastName])");
        assertThatThrownBy(() -> send(SAVE, zhang))
                .rootCause()
                .isInstanceOf(RefusedException.class)
                .hasMessage("it refuses the record (DUPLICATES_DETECTED)");
        assertThatThrownBy(() -> send(SAVE, zhang))
                .rootCause()
                .hasMessage("more than one record has that external id");
        assertThat(org.calls()).hasSize(3);
    }

    @Test
    void aChangeIsNotRepeatedByItself() {
        org.then(Reply.json(503, "[]"));

        assertThatThrownBy(
                        () -> send(SAVE, "{\"LastName\":\"张\",\"WeChat_OpenId__c\":\"o/A?b c\"}"))
                .rootCause()
                .isInstanceOf(TransientException.class);
        assertThat(org.calls()).hasSize(1);
        assertThat(org.calls().getFirst().uri())
                .isEqualTo("/services/data/v56.0/sobjects/Contact/WeChat_OpenId__c/o%2FA%3Fb%20c");
    }

    @Test
    void theOrgsLimitIsShownAndAboveFourFifthsItIsAskedSeldom() {
        org.then(
                Reply.json(200, ZHANG).with("Sforce-Limit-Info", "api-usage=12001/15000"),
                Reply.json(200, ZHANG).with("Sforce-Limit-Info", "api-usage=12002/15000"));

        hub.ask(CONTACT, "0035g00000FAKE1AAA");
        Answer spared = hub.ask(CONTACT, "0035g00000FAKE2AAA");
        hub.clock.forward(Duration.ofSeconds(2));
        Answer later = hub.ask(CONTACT, "0035g00000FAKE3AAA");

        assertThat(spared.error())
                .isEqualTo("12001 of 15000 API calls of the day are used, so it is asked seldom");
        assertThat(later.state()).isEqualTo(Answer.State.FRESH);
        assertThat(meters.get("serai.salesforce.api.used").gauge().value()).isEqualTo(12002);
        assertThat(meters.get("serai.salesforce.api.limit").gauge().value()).isEqualTo(15000);
    }

    @Test
    void anOrgWithNoCallsLeftIsLeftAlone() {
        org.then(SalesforceOrg.sample(403, "requestLimit403"));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(org.calls()).hasSize(1);
    }

    @Test
    void aSilentOrgIsGivenUpAfterTheTimeout() throws Exception {
        hub.close();
        hub = hub(Map.of("serai.systems.salesforce.timeout", "300ms"));
        org.server.answers(request -> org.server.silence());

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("no answer in time");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (FakeSystem elsewhere = new FakeSystem()) {
            org.then(
                    Reply.json(302, "{}").with("Location", elsewhere.url() + "/steal"),
                    Reply.json(302, "{}").with("Location", elsewhere.url() + "/steal"));

            Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

            assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
            assertThat(elsewhere.asked).isEmpty();
        }
    }

    private JsonNode send(String operation, String fields) {
        try {
            return hub.camel
                    .createFluentProducerTemplate()
                    .to(operation)
                    .withBody(Json.MAPPER.readTree(fields))
                    .request(JsonNode.class);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
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
