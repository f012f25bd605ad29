package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What every call to a system is held to, whichever Kamelet makes it. */
class PolicyTest {

    private static final String GET = "direct:system.orders.get";
    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final String ORDER = "{\"orderNo\":\"E1\"}";

    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private FakeSystem orders;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        orders = new FakeSystem();
        orders.answers(request -> Reply.json(200, ORDER));
    }

    @AfterEach
    void stop() {
        askers.shutdownNow();
        orders.close();
        if (hub != null) {
            hub.close();
        }
    }

    private void hub(String... more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.orders.url", orders.url());
        for (int i = 0; i < more.length; i += 2) {
            settings.put("serai.systems.orders." + more[i], more[i + 1]);
        }
        hub = new Hub("routes/systems/orders.camel.yaml", settings);
    }

    private Answer ask(String key, Duration time, String caller) {
        return hub.camel
                .createFluentProducerTemplate()
                .to(GET)
                .withExchangeProperty(Budget.DEADLINE, hub.clock.instant().plus(time))
                .withExchangeProperty(Budget.CALLER, caller)
                .withBody(key)
                .request(Answer.class);
    }

    private List<Future<Answer>> atOnce(int calls, String caller) {
        return IntStream.range(0, calls)
                .mapToObj(i -> askers.submit(() -> ask(caller + i, AMPLE, caller)))
                .toList();
    }

    private double count(String meter, String... tags) {
        return hub.meters.find(meter).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void nobodyWaitsPastTheDeadlineOfTheMessageAndTheCallEndsWithThem() throws Exception {
        hub();
        ask("E1", AMPLE, "c");
        orders.answers(request -> orders.silence());

        // Enough that the call has begun on any machine: else there is none that could be ended.
        Answer answer = ask("E2", Duration.ofSeconds(2), "c");

        assertThat(answer.error()).isIn("no answer within 2000 ms", "no answer in time");
        await().until(() -> hub.hasCallsOf("deadline"));
        assertThat(orders.asked("/orders/E2")).as("not repeated").isEqualTo(1);
    }

    @Test
    void aMessageWithoutTimeAsksNobody() throws Exception {
        hub();

        Answer answer = ask("E1", Duration.ofSeconds(-1), "c");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(orders.asked).isEmpty();
    }

    @Test
    void impatientCallersDoNotOpenTheBreaker() throws Exception {
        hub("breaker.minimum-calls", "2");
        ask("E0", AMPLE, "c");
        orders.answers(request -> orders.silence());
        for (int i = 1; i < 6; i++) {
            ask("E" + i, Duration.ofMillis(50), "c");
        }
        orders.answers(request -> Reply.json(200, ORDER));

        Answer answer = ask("E9", AMPLE, "c");

        assertThat(answer.error()).isNull();
        assertThat(hub.meters.get("serai.gateway.breaker").gauge().value()).isZero();
    }

    @Test
    void retriesAreAsManyAsTheSettingSays() throws Exception {
        hub("retries", "4");
        orders.answers(request -> Reply.json(503, "{}"));

        ask("E1", AMPLE, "c");

        assertThat(orders.asked).hasSize(5);
    }

    @Test
    void retriesEndWhenTheDeadlineHasPassed() throws Exception {
        hub("retries", "1000", "breaker.minimum-calls", "1000", "breaker.window", "1000");
        orders.answers(request -> Reply.json(503, "{}"));

        // Enough that it is asked at least once, on any machine; for 1000 retries it is not.
        ask("E1", Duration.ofSeconds(2), "c");
        await().until(() -> hub.meters.get("serai.gateway.in.flight").gauge().value() == 0);

        assertThat(orders.asked).hasSizeBetween(1, 100);
    }

    @Test
    void theBulkheadHoldsOverAllOperationsAndWhatIsTooMuchIsRefusedAndCounted() throws Exception {
        hub("bulkhead", "3", "queue-for", "50ms", "retries", "0", "per-caller", "100");
        CountDownLatch inside = new CountDownLatch(3);
        CountDownLatch go = new CountDownLatch(1);
        orders.answers(
                request -> {
                    inside.countDown();
                    await().until(() -> go.getCount() == 0);
                    return Reply.json(200, ORDER);
                });
        List<Future<Answer>> first = atOnce(3, "a");
        inside.await();

        List<Answer> refused =
                Stream.of(GET, "direct:system.orders.by-customer")
                        .map(operation -> hub.ask(operation, "C1"))
                        .toList();
        go.countDown();

        assertThat(refused)
                .extracting(Answer::error)
                .containsOnly("too many calls to it are under way");
        for (Future<Answer> one : first) {
            assertThat(one.get().error()).isNull();
        }
        assertThat(count("serai.gateway.refused", "reason", "bulkhead")).isEqualTo(2);
        assertThat(orders.asked).hasSize(3);
    }

    @Test
    void aFloodForOneCustomerLeavesRoomForTheOthers() throws Exception {
        hub("bulkhead", "10", "per-caller", "2", "queue-for", "50ms");
        CountDownLatch go = new CountDownLatch(1);
        orders.answers(
                request -> {
                    if (request.uri().contains("flood")) {
                        await().until(() -> go.getCount() == 0);
                    }
                    return Reply.json(200, ORDER);
                });

        List<Future<Answer>> flood = atOnce(50, "flood");
        await().until(() -> count("serai.gateway.refused", "reason", "caller") == 48);
        Answer other = ask("E1", AMPLE, "other");
        go.countDown();

        assertThat(other.error()).isNull();
        assertThat(orders.asked("/orders/flood")).isEqualTo(2);
        assertThat(flood.stream().map(PolicyTest::error).filter(error -> error != null))
                .hasSize(48)
                .containsOnly("too many calls for the same customer or login are under way");
    }

    @Test
    void whoAsksAgainAsSoonAsHeIsAnsweredIsNotInHisOwnWay() throws Exception {
        hub("per-caller", "1");

        for (int i = 0; i < 300; i++) {
            assertThat(ask("E" + i, Duration.ofSeconds(20), "c").error()).isNull();
        }
    }

    private static String error(Future<Answer> answer) {
        try {
            return answer.get().error();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSystemIsAskedNoMoreOftenThanItsRate() throws Exception {
        hub("rate", "1", "queue-for", "0s", "per-caller", "100", "bulkhead", "100");
        long begun = System.nanoTime();

        List<Future<Answer>> answers = atOnce(50, "c");
        long refused = answers.stream().filter(answer -> error(answer) != null).count();

        int seconds = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(orders.asked).hasSizeBetween(1, seconds + 2);
        assertThat(refused).isEqualTo(50 - orders.asked.size());
        assertThat(count("serai.gateway.refused", "reason", "rate")).isEqualTo(refused);
        assertThat(answers.stream().map(PolicyTest::error))
                .contains("it is asked as often as its rate allows");
    }

    @Test
    void anAnswerPastItsTtlIsGivenAtOnceAndRenewedByOneCall() throws Exception {
        hub("cache-ttl", "30s", "revalidate-for", "60s");
        Answer first = hub.ask(GET, "E1");
        hub.clock.advance(Duration.ofSeconds(40));
        orders.answers(request -> Reply.json(200, "{\"orderNo\":\"E1\",\"status\":\"SHIPPED\"}"));

        Answer old = hub.ask(GET, "E1");
        await().until(() -> hub.ask(GET, "E1").asOf().equals(hub.clock.instant()));
        Answer renewed = hub.ask(GET, "E1");
        hub.clock.advance(Duration.ofSeconds(91));
        Answer past = hub.ask(GET, "E1");

        assertThat(old.state()).isEqualTo(Answer.State.CACHED);
        assertThat(old.asOf()).isEqualTo(first.asOf());
        assertThat(renewed.data()).hasToString("{\"orderNo\":\"E1\",\"status\":\"SHIPPED\"}");
        assertThat(past.state())
                .as("too old to be given before asking")
                .isEqualTo(Answer.State.FRESH);
        assertThat(orders.asked).hasSize(3);
    }

    @Test
    void whoeverJoinsACallKeepsItAliveForThem() throws Exception {
        hub();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        orders.answers(
                request -> {
                    asked.countDown();
                    await().until(() -> go.getCount() == 0);
                    return Reply.json(200, ORDER);
                });
        Future<Answer> patient = askers.submit(() -> ask("E1", AMPLE, "a"));
        asked.await();

        Answer impatient = ask("E1", Duration.ofMillis(500), "b");
        go.countDown();

        assertThat(impatient.error()).isEqualTo("no answer within 500 ms");
        assertThat(patient.get().error()).isNull();
        assertThat(orders.asked).hasSize(1);
    }

    @Test
    void callsAreMeteredByOutcome() throws Exception {
        hub("retries", "0");
        hub.ask(GET, "E1");
        orders.answers(request -> Reply.json(503, "{}"));
        hub.ask(GET, "E2");
        orders.answers(request -> Reply.of(200, "text/html", "<h1>"));
        hub.ask(GET, "E3");

        assertThat(hub.meters.find("serai.gateway.call").timers())
                .extracting(timer -> timer.getId().getTag("outcome"))
                .containsExactlyInAnyOrder("ok", "failed", "contract");
        assertThat(hub.meters.find("serai.gateway.call").timers())
                .extracting(Meter::getId)
                .allMatch(id -> "orders".equals(id.getTag("system")));
    }

    @Test
    void howCallsAreRepeatedIsSaidInOneFile() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("routes/systems"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
                    .allSatisfy(
                            file ->
                                    assertThat(Files.readString(file).contains("onException"))
                                            .isEqualTo(file.endsWith("calls.camel.yaml")));
        }
    }
}
