package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.serai.Beside;
import io.serai.SettableClock;
import io.serai.cluster.RedisNode;
import io.serai.cluster.SharedCache;
import io.serai.engines.Engines;
import io.serai.event.Json;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Two nodes ask the same system and share its answers in a real Redis. */
@Beside
class SharedAnswersTest {

    private static final Answers.Terms TERMS =
            new Answers.Terms(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    Duration.ofSeconds(5));
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final String prefix = "cache-test-" + UUID.randomUUID() + ":";
    private final AtomicInteger calls = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile boolean failing;
    private DefaultCamelContext camel;
    private Systems systems;
    private final SettableClock clock = new SettableClock();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void whatOneNodeWasToldTheOtherNeedNotAskAndItKeepsItsTime() throws Exception {
        Answers a = node(redis(Engines.redis().url()).cache());
        Answers b = node(redis(Engines.redis().url()).cache());
        Instant said = clock.instant();
        assertThat(ask(a).state()).isEqualTo(Answer.State.FRESH);
        clock.advance(Duration.ofSeconds(20));

        Answer second = awaitState(b, Answer.State.CACHED);

        assertThat(second.asOf()).isEqualTo(said);
        assertThat(second.data())
                .isEqualTo(AnswerJson.read("{\"order\":1,\"total\":0.12345678901234567890}"));
        assertThat(calls).hasValue(1);
        clock.advance(Duration.ofSeconds(20));
        assertThat(ask(b).state())
                .as("its time is over, whoever asked")
                .isEqualTo(Answer.State.FRESH);
    }

    @Test
    void whatOneNodeWasToldStandsInOnTheOtherWhenTheSystemFails() throws Exception {
        Answers a = node(redis(Engines.redis().url()).cache());
        Answers b = node(redis(Engines.redis().url()).cache());
        Instant said = clock.instant();
        ask(a);
        failing = true;
        clock.advance(Duration.ofSeconds(600));

        Answer stale = awaitState(b, Answer.State.STALE);

        assertThat(stale.asOf()).isEqualTo(said);
        clock.advance(Duration.ofHours(1));
        assertThat(ask(node(redis(Engines.redis().url()).cache())).state())
                .isEqualTo(Answer.State.UNAVAILABLE);
    }

    @Test
    void whatWasSaidByAClockThatIsAheadIsNotTakenForYoung() throws Exception {
        Answers ahead = node(redis(Engines.redis().url()).cache());
        clock.advance(Duration.ofHours(1));
        ask(ahead);
        awaitState(node(redis(Engines.redis().url()).cache()), Answer.State.CACHED);

        clock.advance(Duration.ofHours(-1));

        assertThat(ask(node(redis(Engines.redis().url()).cache())).state())
                .isEqualTo(Answer.State.FRESH);
        assertThat(calls).hasValue(2);
    }

    @Test
    void howLongAnAnswerStandsInCountsFromWhenItWasSaid() throws Exception {
        Duration kept = Duration.ofSeconds(3);
        Answers.Terms terms =
                new Answers.Terms(
                        TERMS.ttl(), TERMS.missTtl(), Duration.ZERO, kept, TERMS.patience());
        Answers answers = node(SharedCache.none());
        Instant start = Instant.now();
        ask(answers, terms);
        await().until(() -> Instant.now().isAfter(start.plus(kept.dividedBy(2))));
        clock.advance(Duration.ofSeconds(40));
        assertThat(ask(answers, terms).state()).isEqualTo(Answer.State.FRESH);
        failing = true;
        await().until(() -> Instant.now().isAfter(start.plus(kept)));
        clock.advance(Duration.ofSeconds(40));

        assertThat(ask(answers, terms).state()).isEqualTo(Answer.State.STALE);
    }

    @Test
    void withoutRedisEachNodeRemembersForItself() throws Exception {
        try (var redis = Engines.newRedis()) {
            RedisNode node = redis(redis.url());
            redis.kill();
            await().until(() -> !node.isUp());
            Answers a = node(node.cache());

            assertThat(ask(a).state()).isEqualTo(Answer.State.FRESH);
            assertThat(ask(a).state()).isEqualTo(Answer.State.CACHED);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aRedisThatIsSilentIsWaitedForOnceAndNotForEachOfMany() throws Exception {
        try (var redis = Engines.newRedis();
                var operator = RedisClient.create(redis.url())) {
            Answers answers = node(redis(redis.url()).cache());
            BatchAnswers batches =
                    new BatchAnswers(answers, systems, camel.createProducerTemplate(), clock);
            open.add(batches);
            operator.connect().sync().clientPause(60_000);
            List<String> keys = IntStream.range(0, 60).mapToObj(it -> "C" + it).toList();
            long start = System.nanoTime();

            var given =
                    batches.answers(
                            new BatchAnswers.Call(
                                    "orders", "direct:of-customers", "keys", Map.of(), null),
                            keys,
                            TERMS,
                            TERMS.patience());

            assertThat(given.values())
                    .allSatisfy(it -> assertThat(it.state()).isEqualTo(Answer.State.FRESH));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("their patience, and not as often a moment as there are keys")
                    .isLessThan(TERMS.patience());
        }
    }

    private Answer awaitState(Answers answers, Answer.State state) {
        Answer[] last = new Answer[1];
        await().until(
                        () -> {
                            last[0] = ask(answers);
                            return last[0].state() == state;
                        });
        return last[0];
    }

    private static Answer ask(Answers answers) {
        return ask(answers, TERMS);
    }

    private static Answer ask(Answers answers, Answers.Terms terms) {
        return answers.answer("orders", "direct:orders", "E1", terms, terms.patience(), null);
    }

    private RedisNode redis(String url) {
        RedisNode node = new RedisNode(url, prefix, SILENCE);
        open.add(node);
        await().until(node::isUp);
        return node;
    }

    private Answers node(SharedCache cache) throws Exception {
        camel = new DefaultCamelContext();
        open.add(camel::stop);
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:of-customers")
                                .process(
                                        exchange -> {
                                            ObjectNode byKey = Json.MAPPER.createObjectNode();
                                            List<?> keys =
                                                    exchange.getProperty(
                                                            BatchAnswers.KEYS, List.class);
                                            keys.forEach(it -> byKey.putArray("" + it));
                                            exchange.getMessage().setBody(byKey);
                                        });
                        from("direct:orders")
                                .errorHandler(noErrorHandler())
                                .process(
                                        exchange -> {
                                            if (failing) {
                                                throw new IllegalStateException("down");
                                            }
                                            exchange.getMessage()
                                                    .setBody(
                                                            AnswerJson.read(
                                                                    "{\"order\":"
                                                                            + calls
                                                                                    .incrementAndGet()
                                                                            + ",\"total\":0.12345678901234567890}"));
                                        });
                    }
                });
        camel.start();
        SystemsSettings bound =
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of(
                                                "serai.systems.orders.url",
                                                "http://orders.example")))
                        .bind("serai", SystemsSettings.class)
                        .get();
        systems =
                new Systems(
                        bound.systems(),
                        camel.getRegistry(),
                        new SimpleMeterRegistry(),
                        ObservationRegistry.NOOP,
                        KeptTokens.inMemory(),
                        clock);
        open.add(systems::close);
        Answers answers =
                new Answers(
                        systems,
                        camel.createProducerTemplate(),
                        cache,
                        new SimpleMeterRegistry(),
                        clock);
        open.add(answers);
        return answers;
    }
}
