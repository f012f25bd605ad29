package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.gateway.Answer.State;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tickets of many customers, over the shipped routes. */
class BatchAnswersTest {

    private FakeSystem tickets;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        tickets = new FakeSystem();
        tickets.answers(BatchAnswersTest::each);
        hub =
                new Hub(
                        "routes/systems/tickets.camel.yaml",
                        Map.of(
                                "serai.systems.tickets.url",
                                tickets.url(),
                                "serai.systems.tickets.revalidate-for",
                                "60s"));
    }

    @AfterEach
    void stop() {
        hub.close();
        tickets.close();
    }

    private static Reply each(Asked request) {
        String codes = request.uri().replaceAll(".*customers=", "").replaceAll("&.*", "");
        return Reply.json(
                200,
                List.of(codes.split("%2C")).stream()
                        .map("{\"customerCode\":\"%s\",\"id\":\"T1\"}"::formatted)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void whoIsAskedForAtTheMomentIsWaitedForAndNotAskedForAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        tickets.answers(
                request -> {
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return each(request);
                });

        CompletableFuture<Map<?, ?>> first = CompletableFuture.supplyAsync(() -> ask("C1", "C2"));
        asked.await();
        CompletableFuture<Map<?, ?>> second = CompletableFuture.supplyAsync(() -> ask("C2", "C3"));
        await().until(() -> tickets.asked.size() == 2);
        answer.countDown();

        assertThat(second.get().values())
                .allSatisfy(it -> assertThat(((Answer) it).state()).isEqualTo(State.FRESH));
        assertThat(first.get()).hasSize(2);
        assertThat(tickets.asked.getLast().uri()).isEqualTo("/tickets?customers=C3&status=");
    }

    @Test
    void whatIsPastItsTimeIsGivenAtOnceAndRenewedInOneCall() {
        ask("C1", "C2");
        hub.clock.advance(Duration.ofSeconds(40));

        Map<?, ?> answers = ask("C1", "C2");

        assertThat(answers.values())
                .allSatisfy(it -> assertThat(((Answer) it).state()).isEqualTo(State.CACHED));
        await().until(() -> tickets.asked.size() == 2);
        assertThat(tickets.asked.getLast().uri()).contains("C1%2CC2");
    }

    @Test
    void aCustomerWithoutAnyHasAnEmptyListAndNotNothing() {
        tickets.answers(request -> Reply.json(200, "[]"));

        assertThat(((Answer) ask("C1").get("C1")).data()).isEmpty();
    }

    @Test
    void nobodyWaitsPastTheDeadlineOfTheMessage() {
        tickets.answers(request -> tickets.silence());

        // Enough that the call has begun on any machine: else there is none that could be ended.
        Exchange reply =
                hub.camel
                        .createProducerTemplate()
                        .request(
                                "direct:system.tickets.by-customers",
                                exchange -> {
                                    exchange.setProperty(
                                            Budget.DEADLINE, hub.clock.instant().plusSeconds(2));
                                    exchange.getMessage().setBody(body(List.of("C1")));
                                });

        Answer answer = (Answer) reply.getMessage().getBody(Map.class).get("C1");
        assertThat(answer.state()).isEqualTo(State.UNAVAILABLE);
        assertThat(answer.error()).isIn("no answer within 2000 ms", "no answer in time");
        await().until(() -> hub.hasCallsOf("deadline"));
    }

    @Test
    void oneCallerHasSoManyCallsUnderWayAndTheOthersTheirOwn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        tickets.answers(
                request -> {
                    await().until(() -> go.getCount() == 0);
                    return each(request);
                });
        List<CompletableFuture<Map<?, ?>>> flood =
                IntStream.range(0, 20).mapToObj(i -> askFor("flood", "C" + i)).toList();
        await().until(() -> flood.stream().filter(CompletableFuture::isDone).count() == 12);

        CompletableFuture<Map<?, ?>> other = askFor("other", "C100");
        await().until(() -> tickets.asked.size() == 9);
        go.countDown();

        assertThat(((Answer) other.get().get("C100")).state()).isEqualTo(State.FRESH);
        assertThat(
                        flood.stream()
                                .map(CompletableFuture::join)
                                .flatMap(all -> all.values().stream()))
                .filteredOn(answer -> ((Answer) answer).error() != null)
                .hasSize(12)
                .extracting(answer -> ((Answer) answer).error())
                .containsOnly("too many calls for the same customer or login are under way");
        assertThat(
                        hub.meters
                                .get("serai.gateway.refused")
                                .tags("reason", "caller")
                                .counter()
                                .count())
                .isEqualTo(12);
        assertThat(((Answer) askFor("flood", "C19").get().get("C19")).error()).isNull();
    }

    private CompletableFuture<Map<?, ?>> askFor(String caller, String code) {
        return CompletableFuture.supplyAsync(
                () ->
                        hub.camel
                                .createProducerTemplate()
                                .request(
                                        "direct:system.tickets.by-customers",
                                        exchange -> {
                                            exchange.setProperty(Budget.CALLER, caller);
                                            exchange.getMessage().setBody(body(List.of(code)));
                                        })
                                .getMessage()
                                .getBody(Map.class),
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void anElementThatSaysNotWhoseItIsMakesTheAnswerWorthless() {
        tickets.answers(request -> Reply.json(200, "[{\"id\":\"T1\"}]"));

        assertThat(((Answer) ask("C1").get("C1")).error())
                .isEqualTo("an element of its answer has no customerCode");
    }

    @Test
    void moreThanAHundredKeysAreRefused() {
        Exchange reply =
                hub.camel
                        .createProducerTemplate()
                        .request(
                                "direct:system.tickets.by-customers",
                                exchange ->
                                        exchange.getMessage()
                                                .setBody(
                                                        body(
                                                                IntStream.range(0, 101)
                                                                        .mapToObj(String::valueOf)
                                                                        .toList())));

        assertThat(reply.getException()).hasMessageContaining("at most 100 keys");
        assertThat(tickets.asked).isEmpty();
    }

    private Map<?, ?> ask(String... codes) {
        return hub.ask("direct:system.tickets.by-customers", body(List.of(codes)), Map.class);
    }

    private static Map<String, Object> body(List<String> keys) {
        Map<String, Object> body = new HashMap<>();
        body.put("keys", keys);
        body.put("status", null);
        return body;
    }
}
