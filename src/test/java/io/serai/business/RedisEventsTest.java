package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Redis;
import io.serai.store.LedgerOnDisk;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletRequest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** The shipped route against a real Redis: every entry once, whatever stops. */
@Beside
class RedisEventsTest {

    @TempDir private Path folder;
    private final Redis redis = Engines.redis();
    private final String stream = "shop." + UUID.randomUUID();
    private final Set<String> known = SourcesOfHub.nothing();
    private LedgerOnDisk store;
    private RedisClient client;
    private RedisCommands<String, String> shop;
    private SourcesOfHub hub;

    @BeforeEach
    void open() {
        redis.start();
        store = new LedgerOnDisk(folder);
        client = RedisClient.create(redis.url());
        shop = client.connect().sync();
    }

    @AfterEach
    void close() {
        redis.start();
        if (hub != null) {
            hub.close();
        }
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        store.close();
    }

    private SourcesOfHub hub() throws Exception {
        return new SourcesOfHub(
                store,
                known,
                Map.of("serai.events.redis.url", redis.url(), "serai.events.redis.stream", stream));
    }

    private void pays(int from, int to) {
        IntStream.range(from, to)
                .forEach(
                        i ->
                                shop.xadd(
                                        stream,
                                        Map.of(
                                                "id",
                                                "e" + i,
                                                "type",
                                                "order.paid",
                                                "subject",
                                                "E" + i,
                                                "customerCode",
                                                "C1",
                                                "data",
                                                "{\"amount\":\"9.90\"}")));
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "e" + i).toList();
    }

    private long pending() {
        return shop.xpending(stream, "serai").getCount();
    }

    @Test
    void whatWasThereBeforeTheGroupAndWhatComesIsKeptInOrderAndAcknowledged() throws Exception {
        pays(0, 25);
        hub = hub();
        await().until(() -> hub.kept.size() == 25);
        pays(25, 30);
        await().until(() -> hub.kept.size() == 30);

        assertThat(hub.ids()).isEqualTo(ids(0, 30));
        assertThat(hub.kept.getFirst().type()).isEqualTo("io.serai.order.paid");
        assertThat(hub.kept.getFirst().data().path("amount").asText()).isEqualTo("9.90");
        assertThat(hub.kept.getFirst().data().path("orderNo").asText()).isEqualTo("E0");
        await().until(() -> pending() == 0);
    }

    @Test
    void aWholeCloudEventInOneFieldIsTheSame() throws Exception {
        shop.xadd(
                stream,
                Map.of(
                        "event",
                        """
                        {"specversion":"1.0","id":"x1","source":"/shop","type":"loyalty.level-reached",
                         "subject":"E1","data":{"customerCode":"C1"}}\
                        """));
        hub = hub();

        await().until(() -> hub.kept.size() == 1);
        assertThat(hub.kept.getFirst().type()).isEqualTo("io.serai.loyalty.level-reached");
    }

    @Test
    @SuppressWarnings("unchecked") // Lettuce's varargs
    void whatAConsumerHadInHandsWhenItDiedIsTakenOverOnce() throws Exception {
        hub = hub();
        await().until(() -> shop.exists(stream) == 1);
        hub.close();
        pays(0, 5);
        shop.xreadgroup(
                Consumer.from("serai", "dead"),
                XReadArgs.Builder.count(5),
                XReadArgs.StreamOffset.lastConsumed(stream));
        assertThat(pending()).isEqualTo(5);

        hub = hub();

        await().until(() -> hub.kept.size() == 5);
        await().until(() -> pending() == 0);
        assertThat(hub.ids()).containsExactlyInAnyOrderElementsOf(ids(0, 5));
        assertThat(hub.again).isEmpty();
    }

    @Test
    void whileTheStoreIsAwayNothingIsAcknowledgedAndThenAllIsKept() throws Exception {
        hub = hub();
        hub.storeAway = true;
        pays(0, 3);
        // The hub makes the group when it comes to the stream; until then Redis knows none.
        await().ignoreExceptions().until(() -> pending() > 0);
        hub.storeAway = false;

        await().until(() -> hub.kept.size() == 3);
        await().until(() -> pending() == 0);
        assertThat(hub.ids()).isEqualTo(ids(0, 3));
        assertThat(hub.dead.latest(10)).isEmpty();
    }

    @Test
    void redisMayStopAndStart() throws Exception {
        hub = hub();
        pays(0, 5);
        await().until(() -> hub.kept.size() == 5);

        redis.stop();
        redis.start();
        await().ignoreExceptions().until(() -> shop.ping().equals("PONG"));
        pays(5, 10);

        await().until(() -> hub.kept.size() == 10);
        assertThat(hub.ids()).isEqualTo(ids(0, 10));
    }

    @Test
    void anEmptiedRedisGetsItsGroupAnew() throws Exception {
        hub = hub();
        pays(0, 2);
        await().until(() -> hub.kept.size() == 2);

        shop.del(stream);
        pays(2, 4);

        await().until(() -> hub.kept.size() == 4);
    }

    @Test
    void whatIsNoEventAndWhatAlwaysFailsIsKeptAmongTheDeadAndTheRestGoesOn() throws Exception {
        hub = hub();
        hub.poison = "e1";
        shop.xadd(stream, Map.of("type", "conversation.closed", "subject", "E1"));
        pays(0, 4);

        await().until(() -> hub.kept.size() == 3);
        await().until(() -> pending() == 0);

        assertThat(hub.ids()).containsExactly("e0", "e2", "e3");
        assertThat(hub.dead.latest(10))
                .extracting(DeadEvents.DeadEvent::reason)
                .containsExactlyInAnyOrder(
                        "type must be one of order.paid, loyalty.*", "IOException");
    }

    @Test
    void oneThatFailsOnceComesAgainHoweverOftenTheOneBeforeItFailed() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        hub = hub();
        hub.poison = "e0";
        hub.beforeKeeping =
                () -> {
                    if (failed.compareAndSet(false, true)) {
                        throw new IllegalStateException("not just now");
                    }
                };

        shop.multi();
        pays(0, 3);
        shop.exec();

        await().until(() -> pending() == 0 && hub.dead.latest(10).size() + hub.kept.size() == 3);

        assertThat(failed).isTrue();
        assertThat(hub.ids()).containsExactly("e1", "e2");
    }

    @Test
    void anEntryThatIsNotUtf8GoesToTheDeadAndNotOnAsWhatStandsForTheUnreadable() throws Exception {
        try (var raw = client.connect(ByteArrayCodec.INSTANCE)) {
            raw.sync()
                    .xadd(
                            bytes(stream),
                            Map.of(
                                    bytes("type"),
                                    bytes("order.paid"),
                                    bytes("subject"),
                                    bytes("E1"),
                                    bytes("note"),
                                    "付款".getBytes(Charset.forName("GBK"))));
        }
        pays(0, 1);

        hub = hub();

        await().until(() -> hub.kept.size() == 1);
        assertThat(hub.ids()).containsExactly("e0");
        assertThat(hub.dead.latest(10))
                .extracting(DeadEvents.DeadEvent::reason)
                .containsExactly("it must be UTF-8");
        assertThatExceptionOfType(BusinessEvents.BadEventException.class)
                .as("what is left of it, replayed")
                .isThrownBy(() -> replay(hub.dead.latest(10).getFirst()))
                .withMessage("it must be UTF-8");
        assertThat(hub.ids()).containsExactly("e0");
    }

    @Test
    void aGroupThatCannotBeginSaysWhyOnceAndBeginsOnceItsRouteIsMended() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(RedisStreams.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        RedisStreams streams =
                new RedisStreams(
                        new RedisEventsSettings(redis.url(), "", Duration.ofMillis(300), 10));
        try {
            pays(0, 3);
            Exchange exchange = new DefaultExchange(new DefaultCamelContext());
            for (int i = 0; i < 2; i++) {
                streams.next(exchange, stream, "other", "yesterday");
                streams.next(exchange, stream, "serai", "0");
            }

            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(it -> it.contains(stream))
                    .singleElement()
                    .asString()
                    .contains(stream + "/other", "Invalid stream ID");
            streams.next(exchange, stream, "other", "0");
            assertThat(exchange.getMessage().getBody()).isInstanceOf(EventIntake.Arrived.class);
        } finally {
            logger.detachAppender(log);
            streams.destroy();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasGivenBeforeIsTakenFirstThoughMuchOfItWasTrimmedMeanwhile() throws Exception {
        RedisStream first =
                new RedisStream(
                        new RedisEventsSettings(redis.url(), "one", Duration.ofHours(1), 5),
                        stream,
                        "serai",
                        "0");
        pays(0, 12);
        for (int i = 0; i < 12; i++) {
            assertThat(first.next()).isNotNull();
        }
        first.close();
        shop.xtrim(stream, 4);

        try (RedisStream again =
                new RedisStream(
                        new RedisEventsSettings(redis.url(), "one", Duration.ofHours(1), 5),
                        stream,
                        "serai",
                        "0")) {
            List<String> given = new ArrayList<>();
            for (var next = again.next(); next != null; next = again.next()) {
                given.add(Objects.requireNonNull(next.fields()).path("id").asText());
                again.acknowledge(next.entry());
            }
            assertThat(given).isEqualTo(ids(8, 12));
        }
    }

    /** A hub whose group begins there. */
    private SourcesOfHub hubFrom(String entry) throws Exception {
        return new SourcesOfHub(
                store,
                known,
                Map.of(
                        "serai.events.redis.url",
                        redis.url(),
                        "serai.events.redis.stream",
                        stream,
                        "serai.events.redis.from",
                        entry));
    }

    @Test
    void aGroupThatBeganWithWhatIsNewMissesNothingWhenItIsMadeAnew() throws Exception {
        pays(0, 1);
        hub = hubFrom("$");
        await().until(() -> !shop.xinfoGroups(stream).isEmpty());
        pays(1, 2);
        await().until(() -> hub.kept.size() == 1);

        shop.multi();
        shop.del(stream);
        pays(2, 3);
        shop.exec();

        await().until(() -> hub.kept.size() == 2);
        assertThat(hub.ids()).containsExactly("e1", "e2");
    }

    @Test
    void aGroupThatIsMadeAnewBeginsWhereItsFirstDid() throws Exception {
        pays(0, 3);
        String third = shop.xrange(stream, Range.unbounded()).getLast().getId();
        hub = hubFrom(third);
        pays(3, 4);
        await().until(() -> hub.kept.size() == 1);

        shop.xgroupDestroy(stream, "serai");
        pays(4, 5);

        await().until(() -> hub.kept.size() == 2);
        assertThat(hub.ids()).containsExactly("e3", "e4");
    }

    @Test
    void anEventThatIsTooLongIsRefusedAsByTheDoorForRest() throws Exception {
        hub = hub();
        shop.xadd(
                stream,
                Map.of("type", "order.paid", "subject", "E1", "note", "x".repeat(64 * 1024)));
        pays(0, 1);

        await().until(() -> hub.dead.latest(10).size() == 1);
        await().until(() -> hub.kept.size() == 1);

        assertThat(hub.ids()).containsExactly("e0");
        assertThat(hub.dead.latest(10).getFirst().reason())
                .isEqualTo("an event has at most 64 KiB");
        assertThatExceptionOfType(BusinessEvents.BadEventException.class)
                .as("what is left of it, replayed")
                .isThrownBy(() -> replay(hub.dead.latest(10).getFirst()));
    }

    private void replay(DeadEvents.DeadEvent event) throws BusinessEvents.BadEventException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addUserRole("INTEGRATOR");
        new DeadEventsApi(
                        hub.dead,
                        hub.camel.getRegistry().findSingleByType(EventIntake.class),
                        hub.camel.createProducerTemplate())
                .replay(request, UUID.fromString(event.id()));
    }
}
