package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Kafka;
import io.serai.store.LedgerOnDisk;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The shipped route against a real Kafka: every record, whatever stops. */
@Beside
class KafkaEventsTest {

    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir private Path folder;
    private final Kafka kafka = Engines.kafka();
    private final String topic = "shop-" + UUID.randomUUID();
    private final Set<String> known = SourcesOfHub.nothing();
    private LedgerOnDisk store;
    private KafkaProducer<String, String> shop;
    private SourcesOfHub hub;

    @BeforeEach
    void open() {
        store = new LedgerOnDisk(folder);
        shop =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.brokers()),
                        new StringSerializer(),
                        new StringSerializer());
    }

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
        shop.close(Duration.ZERO);
        store.close();
    }

    private SourcesOfHub hub() throws Exception {
        return new SourcesOfHub(
                store,
                known,
                Map.of(
                        "serai.events.kafka.brokers",
                        kafka.brokers(),
                        "serai.events.kafka.topics",
                        topic,
                        "serai.events.kafka.group",
                        topic));
    }

    private void says(String value) throws Exception {
        shop.send(new ProducerRecord<>(topic, "k", value)).get();
    }

    private void pays(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            says(
                    """
                    {"specversion":"1.0","id":"e%d","source":"/shop","type":"order.paid","subject":"E%d",
                     "data":{"customerCode":"C1"}}\
                    """
                            .formatted(i, i));
        }
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "e" + i).toList();
    }

    @Test
    void bothFormsOfACloudEventAreRead() throws Exception {
        pays(0, 1);
        var record = new ProducerRecord<>(topic, "k", "{\"customerCode\":\"C1\",\"note\":\"付款\"}");
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "b1",
                        "ce_source", "/shop",
                        "ce_type", "order.paid",
                        "ce_subject", "E1",
                        "ce_time", "2026-11-21T08:00:00Z",
                        "content-type", "application/json")
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        shop.send(record).get();

        hub = hub();

        await().atMost(LONG).until(() -> hub.kept.size() == 2);
        assertThat(hub.ids()).containsExactly("e0", "b1");
        assertThat(hub.kept.get(1).data().path("note").asText()).isEqualTo("付款");
        assertThat(hub.kept.get(1).time()).hasToString("2026-11-21T08:00:00Z");
    }

    @Test
    void theContentTypeSaysWhichFormARecordHasWhateverHeadersItHasBeside() throws Exception {
        var whole =
                new ProducerRecord<>(
                        topic,
                        "k",
                        """
                        {"specversion":"1.0","id":"s1","source":"/shop","type":"order.paid","subject":"E1","data":{}}\
                        """);
        whole.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        whole.headers().add("ce_id", "a tracer's".getBytes(UTF_8));
        shop.send(whole).get();

        hub = hub();

        await().atMost(LONG).until(() -> hub.kept.size() == 1);
        assertThat(hub.ids()).containsExactly("s1");
    }

    @Test
    void whatIsNotUtf8OrNoSingleEventGoesToTheDeadWithItsReason() throws Exception {
        try (var raw =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.brokers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] gbk = "{\"note\":\"付款\"}".getBytes(Charset.forName("GBK"));
            raw.send(new ProducerRecord<>(topic, 0, null, gbk)).get();
            raw.send(new ProducerRecord<>(topic, 0, null, null)).get();
        }
        says("[]");

        hub = hub();

        await().atMost(LONG).until(() -> hub.dead.latest(10).size() == 3);
        assertThat(hub.dead.latest(10).reversed())
                .extracting(DeadEvents.DeadEvent::reason)
                .containsExactly(
                        "it must be UTF-8",
                        "it must be one CloudEvent, a JSON object",
                        "it must be one CloudEvent, a JSON object");
    }

    @Test
    void whatWasTakenBackBeforeItWasCommittedIsNoEvent() throws Exception {
        try (var undecided =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.brokers(), "transactional.id", topic),
                        new StringSerializer(),
                        new StringSerializer())) {
            undecided.initTransactions();
            undecided.beginTransaction();
            undecided.send(new ProducerRecord<>(topic, "k", paid("taken-back"))).get();
            undecided.abortTransaction();
            undecided.beginTransaction();
            undecided.send(new ProducerRecord<>(topic, "k", paid("committed"))).get();
            undecided.commitTransaction();
        }
        says(paid("after"));

        hub = hub();

        await().atMost(LONG).until(() -> hub.ids().contains("after"));
        assertThat(hub.ids()).containsExactly("committed", "after");
    }

    private static String paid(String id) {
        return """
        {"specversion":"1.0","id":"%s","source":"/shop","type":"order.paid","subject":"E1","data":{}}\
        """
                .formatted(id);
    }

    @Test
    void aByteOrderMarkBeforeARecordIsNoPartOfIt() throws Exception {
        says(
                """
                \ufeff{"specversion":"1.0","id":"marked","source":"/shop","type":"order.paid","subject":"E1","data":{}}\
                """);
        hub = hub();

        await().atMost(LONG).until(() -> hub.ids().contains("marked"));
    }

    @Test
    void anotherRecordAtTheSamePlaceOfATopicMadeAnewIsKeptAmongTheDeadToo() throws Exception {
        hub = hub();
        hub.dead.keep("kafka", topic + "/0/0", "of the topic before", "no event");
        says("no JSON");

        await().atMost(LONG).until(() -> hub.dead.latest(10).size() == 2);
        assertThat(hub.dead.keep("kafka", topic + "/0/0", "no JSON", "no event")).isFalse();
        assertThat(hub.dead.latest(10))
                .extracting(DeadEvents.DeadEvent::body)
                .containsExactlyInAnyOrder("of the topic before", "no JSON");
    }

    @Test
    void whileTheStoreIsAwayNoRecordIsPassedOver() throws Exception {
        hub = hub();
        hub.storeAway = true;
        pays(0, 20);
        await().atMost(LONG).until(() -> hub.again.isEmpty() && known.isEmpty());
        pays(20, 40);
        hub.storeAway = false;

        await().atMost(LONG).until(() -> hub.kept.size() == 40);
        assertThat(hub.ids()).isEqualTo(ids(0, 40));
    }

    @Test
    void whatIsNoEventAndWhatAlwaysFailsIsKeptAmongTheDeadAndTheRestGoesOn() throws Exception {
        hub = hub();
        hub.poison = "e1";
        says("no JSON");
        pays(0, 4);

        await().atMost(LONG).until(() -> hub.kept.size() == 3);

        assertThat(hub.ids()).containsExactly("e0", "e2", "e3");
        assertThat(hub.dead.latest(10))
                .extracting(DeadEvents.DeadEvent::reason)
                .containsExactlyInAnyOrder("it must be JSON, no field given twice", "IOException");
    }

    @Test
    void aHubThatStopsInTheMiddleOfABatchLeavesTheRestToTheNext() throws Exception {
        hub = hub();
        hub.poison = "e10";
        pays(0, 50);
        await().atMost(LONG).until(() -> hub.kept.size() == 10);
        hub.close();

        hub = hub();

        await().atMost(LONG).until(() -> known.size() == 50);
        assertThat(hub.ids()).endsWith("e48", "e49").contains("e10");
        assertThat(hub.dead.latest(10)).isEmpty();
    }

    @Test
    void aTopicThatIsMissingIsAskedForAndToldMissingMoreAndMoreRarely() throws Exception {
        List<Instant> told = new CopyOnWriteArrayList<>();
        Logger client = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");
        Appender<ILoggingEvent> ear =
                new AppenderBase<>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        if (event.getFormattedMessage().contains(missing())) {
                            told.add(event.getInstant());
                        }
                    }
                };

        hub = hub();

        await().until(
                        () -> {
                            ear.start(); // an application that starts beside takes all ears away
                            client.addAppender(ear);
                            return told.size() > 2
                                    && rest(told).compareTo(Duration.ofSeconds(3)) > 0;
                        });
        client.detachAppender(ear);
        pays(0, 1);
        await().atMost(LONG).until(() -> hub.kept.size() == 1);
    }

    private String missing() {
        return topic + "=UNKNOWN_TOPIC_OR_PARTITION";
    }

    /** How long nothing was told before the last. */
    private static Duration rest(List<Instant> told) {
        return Duration.between(told.get(told.size() - 2), told.getLast());
    }
}
