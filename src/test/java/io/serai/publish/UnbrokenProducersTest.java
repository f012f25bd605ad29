package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Future;

/** What becomes of records that are still held when there is an end. */
@Beside
class UnbrokenProducersTest {

    private final String topic = "events-" + UUID.randomUUID();
    private final UnbrokenProducers producers = new UnbrokenProducers();

    @Test
    void whoStopsWaitsForNoRecordThatKafkaDoesNotTakeNow() throws Exception {
        Producer<String, String> producer =
                producer(
                        Engines.kafka(),
                        Map.of("linger.ms", 600_000, "delivery.timeout.ms", 900_000));
        Future<RecordMetadata> held = producer.send(new ProducerRecord<>(topic, "E1", "paid"));

        producer.close();

        assertThat(held).isDone();
        assertThatThrownBy(held::get).hasRootCauseMessage("Producer is closed forcefully.");
    }

    @Test
    void aRecordThatWaitedTooLongIsNoFaultOfKafkasClient() throws Exception {
        ListAppender<ILoggingEvent> faults = new ListAppender<>();
        Logger client =
                (Logger)
                        LoggerFactory.getLogger(
                                "org.apache.kafka.clients.producer.internals.Sender");
        Kafka kafka = Engines.newKafka();
        Producer<String, String> producer =
                producer(
                        kafka,
                        Map.of(
                                "client.id", topic,
                                "linger.ms", 0,
                                "request.timeout.ms", 1_000,
                                "delivery.timeout.ms", 2_000));
        try {
            producer.send(new ProducerRecord<>(topic, "E1", "paid")).get();
            kafka.kill();
            faults.start();
            client.addAppender(faults);

            Future<RecordMetadata> late = producer.send(new ProducerRecord<>(topic, "E1", "late"));

            assertThatThrownBy(late::get).hasRootCauseInstanceOf(TimeoutException.class);
            producer.close();
            assertThat(List.copyOf(faults.list))
                    .filteredOn(it -> it.getLevel() == Level.ERROR)
                    .filteredOn(it -> it.getFormattedMessage().contains(topic))
                    .isEmpty();
        } finally {
            client.detachAppender(faults);
            kafka.close();
        }
    }

    @SuppressWarnings("unchecked") // as Camel's factory
    private Producer<String, String> producer(Kafka kafka, Map<String, ?> settings) {
        Properties all = new Properties();
        all.putAll(settings);
        all.put("bootstrap.servers", kafka.brokers());
        all.put("key.serializer", StringSerializer.class);
        all.put("value.serializer", StringSerializer.class);
        return (Producer<String, String>) producers.getProducer(all);
    }
}
