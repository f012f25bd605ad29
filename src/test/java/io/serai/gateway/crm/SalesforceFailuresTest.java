package io.serai.gateway.crm;

import static io.serai.gateway.crm.SalesforceOrg.CONTACT;
import static io.serai.gateway.crm.SalesforceOrg.SAVE;
import static io.serai.gateway.crm.SalesforceOrg.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.Budget;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;
import io.serai.gateway.RefusedException;
import io.serai.gateway.TransientException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What Salesforce refuses, and what goes wrong on the way. */
class SalesforceFailuresTest {

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
        // A hub that stops logs out, and waits for the answer.
        org.server.answers(request -> Reply.json(200, "{}"));
        hub.close();
        org.close();
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
    void anOrgWithNoCallsLeftIsLeftAlone() {
        org.then(SalesforceOrg.sample(403, "requestLimit403"));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(org.calls()).hasSize(1);
    }

    @Test
    void aSilentOrgIsGivenUpAfterTheTimeout() throws Exception {
        hub.close();
        hub = org.hub(Map.of("serai.systems.salesforce.timeout", "300ms"), meters);
        org.server.answers(request -> org.server.silence());

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("no answer in time");
    }

    @Test
    void aCallEndsWhenTheMessageItIsMadeForWaitsNoLonger() throws Exception {
        hub.close();
        hub =
                org.hub(
                        Map.of(
                                "serai.systems.salesforce.timeout",
                                "1m",
                                "serai.systems.salesforce.patience",
                                "1500ms"),
                        meters);
        hub.ask(CONTACT, "0035g00000FAKE1AAA");
        int before = org.calls().size();
        org.server.answers(request -> org.server.silence());

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE2AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        await().until(() -> hub.hasCallsOf("deadline"));
        assertThat(org.calls()).as("not repeated").hasSize(before + 1);
    }

    @Test
    void whoJoinsACallWithMoreTimeIsAnsweredByIt() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        hub.close();
        hub = org.hub(Map.of("serai.systems.salesforce.timeout", "20s"), meters);
        org.then(Reply.json(200, ZHANG), Reply.json(200, ZHANG));
        hub.ask(CONTACT, "0035g00000FAKE1AAA");
        org.server.first(() -> awaitQuietly(answered));
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> hurried = askers.submit(() -> ask(Duration.ofSeconds(5)));
            await().until(() -> org.calls().size() == 2);
            Future<Answer> patient = askers.submit(() -> ask(Duration.ofMinutes(1)));

            assertThat(hurried.get().state()).isEqualTo(Answer.State.UNAVAILABLE);
            await().during(Duration.ofMillis(300)).until(() -> !hub.hasCallsOf("deadline"));
            answered.countDown();

            assertThat(patient.get().state()).isEqualTo(Answer.State.FRESH);
            assertThat(org.calls()).as("one call for both").hasSize(2);
        }
    }

    private Answer ask(Duration time) {
        return hub.camel
                .createFluentProducerTemplate()
                .to(CONTACT)
                .withExchangeProperty(Budget.DEADLINE, hub.clock.instant().plus(time))
                .withBody("0035g00000FAKE2AAA")
                .request(Answer.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anOrgThatALoginPutsAtALinkLocalAddressIsNotCalled() {
        String token = SalesforceOrg.TRACES.at("/responseSamples/token").toString();
        String there = token.replace("http://127.0.0.1:18080", "http://169.254.169.254");
        org.server.answers(request -> Reply.json(200, there));

        Answer answer = hub.ask(CONTACT, "0035g00000FAKE1AAA");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).startsWith("it is not called: ");
        assertThat(org.logins()).hasSize(1);
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
        return hub.ask(operation, Json.read(fields, JsonNode.class), JsonNode.class);
    }
}
