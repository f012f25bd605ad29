package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.Beside;
import io.serai.SettableClock;
import io.serai.engines.Engines;
import io.serai.engines.Kafka;
import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.event.Types;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** The shipped route against a real Kafka. */
@Beside
class KafkaFeedTest {

    @TempDir private Path folder;

    private static final String LONG = "x".repeat(60_000);

    private final String topic = "events-" + UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UnbrokenProducers producers = new UnbrokenProducers();
    private PublishNode node;

    @BeforeEach
    void open() {
        node = new PublishNode("jdbc:h2:file:" + folder.resolve("serai"), "serai");
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void everyEventIsARecordByItsBindingInTheOrderOfTheFeed() throws Exception {
        Kafka kafka = Engines.kafka();
        node.happens("付款");
        IntStream.range(0, 700).forEach(i -> node.happens("paid " + i));

        try (Hub hub = hub(kafka, KafkaSettings.Mode.BINARY)) {
            hub.camel().start();
            List<ConsumerRecord<String, String>> records = topic(kafka).read(701);

            assertThat(FeedTopic.notes(records))
                    .startsWith("付款", "paid 0", "paid 1")
                    .endsWith("paid 699");
            assertThat(FeedTopic.notes(records)).hasSize(701).doesNotHaveDuplicates();
            ConsumerRecord<String, String> first = records.getFirst();
            assertThat(first.key()).isEqualTo("E1");
            assertThat(FeedTopic.headers(first))
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_source", "/systems/erp")
                    .containsEntry("ce_type", Types.ORDER_PAID)
                    .containsEntry("ce_subject", "E1")
                    .containsEntry("ce_partitionkey", "E1")
                    .containsEntry("content-type", "application/json")
                    .containsKeys("ce_id", "ce_time");
            assertThat(records.stream().map(it -> FeedTopic.headers(it).get("ce_id")).distinct())
                    .containsExactlyElementsOf(ids());
            assertThat(FeedTopic.headers(first).keySet())
                    .allMatch(name -> name.startsWith("ce_") || name.equals("content-type"));
        }
    }

    @Test
    void whatAKilledHubHadNotNotedIsWrittenAgainAndNothingIsLeftOut() throws Exception {
        Kafka kafka = Engines.kafka();
        IntStream.range(0, 300).forEach(i -> node.happens("paid " + i));
        KafkaFeed killed = feed(KafkaSettings.Mode.STRUCTURED, 100);
        try (Hub hub = new Hub(new DefaultCamelContext())) {
            CamelContext camel = hub.camel();
            camel.start();
            var exchange = camel.getEndpoint("direct:killed").createExchange();
            killed.next(exchange);
            camel.createProducerTemplate()
                    .send(
                            "kafka:%s?brokers=%s&synchronous=true&batchWithIndividualHeaders=true"
                                    .formatted(topic, kafka.brokers()),
                            exchange);
            assertThat(exchange.getException()).isNull();
        } // and now it is killed: Kafka has the first page, and that was not noted

        try (Hub hub = hub(kafka, feed(KafkaSettings.Mode.STRUCTURED, 100))) {
            hub.camel().start();
            List<ConsumerRecord<String, String>> records = topic(kafka).read(400);

            assertThat(FeedTopic.notes(records).stream().distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 300).mapToObj(i -> "paid " + i).toList());
            assertThat(FeedTopic.headers(records.getFirst()))
                    .containsEntry("content-type", "application/cloudevents+json");
            assertThat(Json.MAPPER.readTree(records.getFirst().value()).at("/specversion").asText())
                    .isEqualTo("1.0");
        }
    }

    @Test
    void aPageThatFailsIsWrittenAgainAfterARest() throws Exception {
        SettableClock clock = new SettableClock();
        node.happens("too large for the topic");
        KafkaFeed feed = feed(KafkaSettings.Mode.BINARY, 100, clock);
        try (Hub hub = new Hub(new DefaultCamelContext())) {
            var exchange = hub.camel().getEndpoint("direct:failing").createExchange();
            feed.next(exchange);
            assertThat(exchange.getMessage().getBody()).isNotNull();

            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException());
            feed.failed(exchange);

            feed.next(exchange);
            assertThat(exchange.getMessage().getBody()).isNull();
            clock.advance(Duration.ofSeconds(1));
            feed.next(exchange);
            assertThat(exchange.getMessage().getBody()).isNotNull();
        }
    }

    @Test
    void aStoreThatIsAwayIsNoFailureOfKafkas() throws Exception {
        KafkaFeed feed = feed(KafkaSettings.Mode.BINARY, 100, new SettableClock());
        node.happens("paid");
        try (Hub hub = new Hub(new DefaultCamelContext())) {
            var exchange = hub.camel().getEndpoint("direct:away").createExchange();
            exchange.setProperty(
                    Exchange.EXCEPTION_CAUGHT, new CannotGetJdbcConnectionException("away"));
            feed.failed(exchange);

            assertThat(failures()).isZero();
            feed.next(exchange);
            assertThat(exchange.getMessage().getBody()).isNotNull();
        }
    }

    @Test
    void aKafkaThatIsKilledGetsTheRestWhenItIsBack() throws Exception {
        Kafka kafka = Engines.newKafka();
        try (Hub hub = hub(kafka, KafkaSettings.Mode.BINARY)) {
            hub.camel().start();
            IntStream.range(0, 100).forEach(i -> node.happens("paid " + i));
            topic(kafka).read(100);

            kafka.kill();
            IntStream.range(100, 200).forEach(i -> node.happens("paid " + i));
            kafka.start();
            IntStream.range(200, 250).forEach(i -> node.happens("paid " + i));

            await().until(() -> FeedTopic.notes(topic(kafka).read()).contains("paid 249"));
            assertThat(FeedTopic.notes(topic(kafka).read()).stream().distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 250).mapToObj(i -> "paid " + i).toList());
        } finally {
            kafka.close();
        }
    }

    @Test
    void nothingIsWrittenBehindARecordThatKafkaDoesNotTake() throws Exception {
        FeedTopic topic = topic(Engines.kafka());
        topic.make(40_000);
        IntStream.range(0, 200).forEach(i -> node.happens(i == 60 ? LONG : "paid " + i));
        SettableClock clock = new SettableClock();

        try (Hub hub = hub(topic.kafka(), feed(KafkaSettings.Mode.BINARY, 500, clock))) {
            hub.camel().start();
            await().until(() -> failures() == 1);
            clock.advance(Duration.ofMinutes(1));
            await().until(() -> failures() == 2);

            assertThat(FeedTopic.notes(topic.read()))
                    .isSubsetOf(IntStream.range(0, 60).mapToObj(i -> "paid " + i).toList());

            topic.allow(1_000_000);
            clock.advance(Duration.ofMinutes(1));
            await().until(() -> FeedTopic.notes(topic.read()).contains("paid 199"));
            assertThat(FeedTopic.notes(topic.read()).stream().distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200)
                                    .mapToObj(i -> i == 60 ? LONG : "paid " + i)
                                    .toList());
        }
    }

    @Test
    void aRecordIsWhatTheReferenceLibraryMakesOfTheEvent() throws Exception {
        JsonNode vectors =
                Json.MAPPER.readTree(
                        Files.readString(Path.of("src/test/resources/vectors/cloudevents.json")));
        JsonNode given = vectors.path("structuredJson");
        JsonNode made = vectors.path("kafka");
        Event event =
                new Event(
                        given.path("id").asText(),
                        given.path("source").asText(),
                        given.path("type").asText(),
                        given.path("subject").asText(),
                        Instant.parse(given.path("time").asText()),
                        given.path("traceparent").asText(),
                        given.path("data"));

        KafkaRecord binary = KafkaRecord.of(event, KafkaSettings.Mode.BINARY);
        KafkaRecord structured = KafkaRecord.of(event, KafkaSettings.Mode.STRUCTURED);

        assertThat(binary.value()).isEqualTo(made.path("binaryValueUtf8").asText());
        assertThat(binary.headers()).hasSize(10).containsEntry("ce_partitionkey", event.subject());
        binary.headers().keySet().stream()
                .filter(name -> !Set.of("ce_schemaversion", "ce_partitionkey").contains(name))
                .forEach(
                        name ->
                                assertThat(binary.headers().get(name))
                                        .as(name)
                                        .isEqualTo(made.at("/binaryHeaders").path(name).asText()));
        assertThat(structured.headers())
                .isEqualTo(
                        Map.of(
                                "content-type",
                                made.at("/structuredHeaders/content-type").asText()));
    }

    private FeedTopic topic(Kafka kafka) {
        return new FeedTopic(kafka, topic);
    }

    private double failures() {
        return meters.counter("serai.publish.kafka.failures").count();
    }

    private List<String> ids() {
        var feed = node.store.feed();
        return feed.after(feed.start(), List.of(), 1_000).entries().stream()
                .map(it -> it.event().id())
                .toList();
    }

    private KafkaFeed feed(KafkaSettings.Mode mode, int page) {
        return feed(mode, page, Clock.systemUTC());
    }

    private KafkaFeed feed(KafkaSettings.Mode mode, int page, Clock clock) {
        KafkaSettings settings =
                new KafkaSettings(
                        "set",
                        topic,
                        mode,
                        List.of(),
                        KafkaSettings.From.START,
                        page,
                        Duration.ofSeconds(2));
        return new KafkaFeed(
                new FeedReaders(JdbcClient.create(node.store.source())),
                node.store.feed(),
                settings,
                producers,
                meters,
                clock);
    }

    private record Hub(CamelContext camel) implements AutoCloseable {

        @Override
        public void close() {
            camel.stop();
        }
    }

    private Hub hub(Kafka kafka, KafkaSettings.Mode mode) throws Exception {
        return hub(kafka, feed(mode, 500));
    }

    private Hub hub(Kafka kafka, KafkaFeed feed) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("serai.publish.kafka.brokers", kafka.brokers());
        properties.put("serai.publish.kafka.topic", topic);
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getRegistry().bind("kafkaFeed", feed);
        camel.getRegistry().bind("unbrokenProducers", producers);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        ResourceHelper.resolveResource(
                                camel, "file:routes/events/kafka.camel.yaml"));
        return new Hub(camel);
    }
}
