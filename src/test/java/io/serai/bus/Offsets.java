package io.serai.bus;

import static org.awaitility.Awaitility.await;

import io.serai.engines.Kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The topics of one test, seen by Kafka's own means.
 *
 * @param prefix what their names begin with
 */
record Offsets(Kafka kafka, String prefix) {

    private static final List<String> GROUPS = List.of("inbound", "outbound");

    /** Topics that nobody else uses. */
    static Offsets fresh(Kafka kafka) {
        return new Offsets(kafka, "t" + UUID.randomUUID());
    }

    private Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka.brokers());
    }

    /** How many records were written and not committed. */
    long left() throws Exception {
        long left = 0;
        try (Admin admin = Admin.create(settings())) {
            for (String name : GROUPS) {
                Map<TopicPartition, Long> committed = committed(admin, name);
                for (var end : ends(admin, name).entrySet()) {
                    left += end.getValue() - committed.getOrDefault(end.getKey(), 0L);
                }
            }
        }
        return left;
    }

    /** How many records were committed. */
    long committed() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            long sum = 0;
            for (String name : GROUPS) {
                sum += committed(name, admin);
            }
            return sum;
        }
    }

    /** How many records of one topic were committed. */
    long committed(String name) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            return committed(name, admin);
        }
    }

    private long committed(String name, Admin admin) throws Exception {
        return committed(admin, name).values().stream().mapToLong(it -> it).sum();
    }

    private Map<TopicPartition, Long> committed(Admin admin, String name) throws Exception {
        return admin
                .listConsumerGroupOffsets(prefix + "." + name)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(it -> it.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
    }

    /** Of a topic that a test deletes, once the hub has made it again. */
    private Map<TopicPartition, Long> ends(Admin admin, String name) {
        String topic = prefix + "." + name;
        return BusNode.soon()
                .ignoreExceptionsMatching(
                        e -> e.getCause() instanceof UnknownTopicOrPartitionException)
                .until(() -> ends(topic, admin), ends -> true);
    }

    private static Map<TopicPartition, Long> ends(String topic, Admin admin) throws Exception {
        return admin
                .listOffsets(
                        partitions(admin, topic)
                                .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
    }

    private static Stream<TopicPartition> partitions(Admin admin, String topic) throws Exception {
        return admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .stream()
                .map(it -> new TopicPartition(topic, it.partition()));
    }

    /** How many records of one topic were written. */
    long written(String name) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            return ends(admin, name).values().stream().mapToLong(it -> it).sum();
        }
    }

    /** Loses all records of a topic, as a broker does whose disk broke. */
    void lose(String name) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            Map<TopicPartition, RecordsToDelete> all =
                    ends(admin, name).entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            it -> RecordsToDelete.beforeOffset(it.getValue())));
            admin.deleteRecords(all).all().get();
        }
    }

    /** Deletes the hub's topics, as if Kafka had begun anew on an empty disk. */
    void delete() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            List<String> all =
                    Stream.of("inbound", "outbound", "dead")
                            .map(name -> prefix + "." + name)
                            .toList();
            admin.deleteTopics(all).all().get();
        }
    }

    /** Has a topic deleted and made anew with one partition, as a broker makes one by itself. */
    void makePoor(String name) throws Exception {
        makeAnew(name, 1);
    }

    /** Has a topic deleted and made anew. */
    void makeAnew(String name, int partitions) throws Exception {
        String topic = prefix + "." + name;
        try (Admin admin = Admin.create(settings())) {
            await().ignoreExceptions() // until the hub is not faster
                    .until(
                            () -> {
                                admin.deleteTopics(List.of(topic)).all().get();
                                admin.createTopics(
                                                List.of(new NewTopic(topic, partitions, (short) 1)))
                                        .all()
                                        .get();
                                return true;
                            });
        }
    }

    long partitions(String name) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            return partitions(admin, prefix + "." + name).count();
        }
    }

    /** How many hubs have a share of what customers say. */
    long hubs() throws Exception {
        String group = prefix + ".inbound";
        try (Admin admin = Admin.create(settings())) {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .stream()
                    .filter(it -> !it.assignment().topicPartitions().isEmpty())
                    .count();
        }
    }

    /** Writes as somebody does who may write longer records than the hub. */
    void write(String name, String key, String value) throws Exception {
        Map<String, Object> unbounded = new HashMap<>(settings());
        unbounded.putAll(Map.of("compression.type", "gzip", "max.request.size", 10_000_000));
        try (var producer =
                new KafkaProducer<>(unbounded, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(prefix + "." + name, key, value)).get();
        }
    }

    /** All values of a topic. */
    List<String> read(String name) throws Exception {
        return records(name).stream().map(ConsumerRecord::value).toList();
    }

    /** The names of all headers of a topic's records. */
    List<String> headers(String name) throws Exception {
        return records(name).stream()
                .flatMap(it -> Stream.of(it.headers().toArray()))
                .map(org.apache.kafka.common.header.Header::key)
                .toList();
    }

    private List<ConsumerRecord<String, String>> records(String name) throws Exception {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (Admin admin = Admin.create(settings());
                var consumer =
                        new KafkaConsumer<>(
                                settings(), new StringDeserializer(), new StringDeserializer())) {
            Map<TopicPartition, Long> ends = ends(admin, name);
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream()
                    .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
