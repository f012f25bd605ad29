package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.gateway.Answer;
import io.serai.gateway.Effect;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How much Zendesk is asked, and what it is never asked. */
class ZendeskLimitsTest {

    private static final String TICKET = "direct:system.zendesk.ticket";

    private final AtomicInteger calls = new AtomicInteger();
    private ZendeskAccount zendesk;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        zendesk = new ZendeskAccount();
        hub = zendesk.hub();
    }

    @AfterEach
    void stop() {
        hub.close();
        zendesk.close();
    }

    @Test
    void anAccountThatSaysToWaitIsWaitedForIfThereIsTime() {
        zendesk.server.answers(
                request ->
                        calls.incrementAndGet() == 1
                                ? Reply.of(429, "text/plain", "Number of allowed API requests")
                                        .with("Retry-After", "1")
                                : zendesk.recorded(request));

        long start = System.nanoTime();
        Answer answer = hub.ask(TICKET, "35436");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(calls).hasValue(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anAccountThatSaysToWaitForLongIsLeftAlone() {
        zendesk.server.answers(
                request ->
                        Reply.of(429, "text/plain", "Number of allowed API requests")
                                .with("Retry-After", "30"));

        Answer first = hub.ask(TICKET, "35436");
        Answer second = hub.ask(TICKET, "35437");
        zendesk.server.answers(zendesk::recorded);
        hub.clock.advance(Duration.ofSeconds(31));
        Answer later = hub.ask(TICKET, "35436");

        assertThat(first.error()).isEqualTo("it asks to be left alone for 30 s");
        assertThat(second.error()).isEqualTo(first.error());
        assertThat(later.state()).isEqualTo(Answer.State.FRESH);
        assertThat(zendesk.server.asked).hasSize(2);
    }

    @Test
    void aWindowThatIsUsedUpIsNotTried() {
        zendesk.server.answers(
                request ->
                        zendesk.recorded(request)
                                .with("ratelimit-remaining", "0")
                                .with("ratelimit-reset", "41"));

        Answer last = hub.ask(TICKET, "35436");
        Answer next = hub.ask(TICKET, "404");

        assertThat(last.state()).isEqualTo(Answer.State.FRESH);
        assertThat(next.error()).isEqualTo("it asks to be left alone for 41 s");
        assertThat(zendesk.server.asked).hasSize(1);
    }

    /** Nor counted against it: it was not asked. */
    @Test
    void aWindowThatIsUsedUpIsNotTriedForTheNextPageEither() {
        zendesk.server.answers(
                request ->
                        Reply.json(
                                        200,
                                        "{\"comments\":[{\"id\":1}],\"next_page\":\"/api/v2/more\"}")
                                .with("ratelimit-remaining", "0")
                                .with("ratelimit-reset", "41"));

        Answer comments = hub.ask("direct:system.zendesk.ticket.comments", "1");

        assertThat(comments.error()).isEqualTo("it asks to be left alone for 41 s");
        assertThat(zendesk.server.asked).hasSize(1);
        assertThat(hub.hasCallsOf("refused")).isTrue();
    }

    @Test
    void aCallThatWasNotMadeFailedForNobody() {
        zendesk.server.answers(
                request ->
                        Reply.of(429, "text/plain", "Number of allowed API requests")
                                .with("Retry-After", "30"));
        hub.ask(TICKET, "35436");

        assertThat(Effect.of(created())).isEqualTo(Effect.NONE);
        assertThat(zendesk.server.asked).hasSize(1);
    }

    @Test
    void aCreationThatWasTurnedAwayWasNotMadeUnlessATryBeforePerhapsWas() {
        Reply busy = Reply.of(429, "text/plain", "Number of allowed API requests");

        zendesk.server.answers(request -> busy.with("Retry-After", "30"));
        assertThat(Effect.of(created())).isEqualTo(Effect.NONE);
        hub.clock.advance(Duration.ofSeconds(31));
        zendesk.server.answers(
                request ->
                        calls.incrementAndGet() == 1
                                ? Reply.of(502, "text/plain", "Bad gateway")
                                : busy.with("Retry-After", "30"));
        assertThat(Effect.of(created())).isEqualTo(Effect.UNKNOWN);
        assertThat(zendesk.server.asked).hasSize(3);
    }

    private Exchange created() {
        return hub.camel
                .createFluentProducerTemplate()
                .to("direct:system.zendesk.ticket.create")
                .withBody(Map.of("subject", "x", "idempotencyKey", "k"))
                .send();
    }

    @Test
    void pagesAreReadUpToABoundAndOnlyFromTheAccountItself() throws Exception {
        try (FakeSystem elsewhere = new FakeSystem()) {
            zendesk.server.answers(
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
            assertThat(zendesk.server.asked)
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
        assertThat(zendesk.server.asked).isEmpty();
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
