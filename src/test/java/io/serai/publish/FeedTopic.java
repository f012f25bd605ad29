package io.serai.publish;

import static org.awaitility.Awaitility.await;

import io.serai.engines.Kafka;
import io.serai.event.Json;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A topic the hub writes its events to, as its reader and its owner see it. */
record FeedTopic(Kafka kafka, String name) {

    /** Makes it, of one partition, with an upper bound of what it takes. */
    void make(int largest) throws Exception {
        NewTopic topic = new NewTopic(name, Optional.of(1), Optional.empty());
        topic.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largest)));
        try (Admin admin = admin()) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    void allow(int largest) throws Exception {
        ConfigEntry entry =
                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largest));
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, name),
                                    List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
    }

    /** All that is there, once it is that many records. */
    List<ConsumerRecord<String, String>> read(int wanted) {
        return await().until(this::read, it -> it.size() >= wanted);
    }

    /** All that is there now. */
    List<ConsumerRecord<String, String>> read() {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.brokers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(name).stream()
                            .map(it -> new TopicPartition(name, it.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    static List<String> notes(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(FeedTopic::note).toList();
    }

    private static String note(ConsumerRecord<String, String> it) {
        try {
            var json = Json.MAPPER.readTree(it.value());
            return json.has("note") ? json.at("/note").asText() : json.at("/data/note").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> headers(ConsumerRecord<String, String> it) {
        Map<String, String> headers = new HashMap<>();
        it.headers()
                .forEach(
                        header ->
                                headers.put(
                                        header.key(),
                                        new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
