package io.serai.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engines other tests stand on: each comes back where it was, with what it had. */
@Tag("long")
class EnginesTest {

    @Test
    void postgresKeepsWhatWasCommittedThroughAStopAndThroughAKill() {
        try (Postgres postgres = Engines.newPostgres()) {
            JdbcClient sql =
                    JdbcClient.create(
                            new DriverManagerDataSource(
                                    postgres.freshDatabase(),
                                    postgres.user(),
                                    postgres.password()));
            sql.sql("create table kept (word text)").update();
            assertThat(sql.sql("show fsync").query(String.class).single()).isEqualTo("on");

            postgres.stop();
            assertThatThrownBy(() -> sql.sql("select 1").query().singleValue())
                    .isInstanceOf(org.springframework.dao.DataAccessException.class);
            postgres.start();
            sql.sql("insert into kept values ('stop')").update();
            postgres.kill();
            assertThat(postgres.isRunning()).isFalse();
            postgres.start();

            assertThat(sql.sql("select word from kept").query(String.class).list())
                    .containsExactly("stop");
            assertThat(sql.sql("show synchronous_commit").query(String.class).single())
                    .isEqualTo("on");
        }
    }

    @Test
    void kafkaKeepsWhatWasAcknowledgedThroughAStopAndThroughAKill() throws Exception {
        try (Kafka kafka = Engines.newKafka()) {
            try (var producer =
                    new KafkaProducer<>(
                            Map.<String, Object>of("bootstrap.servers", kafka.brokers()),
                            new StringSerializer(),
                            new StringSerializer())) {
                producer.send(new ProducerRecord<>("words", "k", "first")).get();
                kafka.stop();
                kafka.start();
                producer.send(new ProducerRecord<>("words", "k", "stop")).get();
                kafka.kill();
                assertThat(kafka.isRunning()).isFalse();
                kafka.start();
                producer.send(new ProducerRecord<>("words", "k", "kill")).get();
            }

            assertThat(read(kafka, 3)).containsExactly("first", "stop", "kill");
        }
    }

    @Test
    void redisKeepsWhatItHadThroughAStop() {
        try (Redis redis = Engines.newRedis();
                RedisClient client = RedisClient.create(redis.url())) {
            try (var connection = client.connect()) {
                connection.sync().set("word", "kept");
            }

            redis.stop();
            assertThatThrownBy(client::connect)
                    .isInstanceOf(io.lettuce.core.RedisConnectionException.class);
            redis.start();
            redis.kill();
            redis.start();

            try (var connection = client.connect()) {
                assertThat(connection.sync().get("word")).isEqualTo("kept");
            }
        }
    }

    private static List<String> read(Kafka kafka, int many) {
        List<String> words = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                kafka.brokers(),
                                "auto.offset.reset",
                                "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("words", 0)));
            while (words.size() < many) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> words.add(record.value()));
            }
        }
        return words;
    }
}
