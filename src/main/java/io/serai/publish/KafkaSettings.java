package io.serai.publish;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;

/**
 * The hub's events on Kafka. Security and what else Kafka may need comes from {@code
 * camel.component.kafka.*}.
 *
 * @param brokers {@code host:port,host:port}; empty: nothing is written
 * @param topic for all of them
 * @param mode how a CloudEvent is put into a record
 * @param types beginnings of event types; none: all
 * @param from where a hub begins that never wrote any
 * @param page events at most that are on their way at once
 * @param lease how long a node that died is waited for
 */
@ConfigurationProperties("serai.publish.kafka")
record KafkaSettings(
        @DefaultValue("") String brokers,
        @DefaultValue("serai.events") String topic,
        @DefaultValue("binary") Mode mode,
        @DefaultValue List<String> types,
        @DefaultValue("latest") From from,
        @DefaultValue("500") int page,
        @DefaultValue("15s") Duration lease) {

    /** How a CloudEvent is put into a record. */
    enum Mode {
        /** Its data is the value, its attributes are headers {@code ce_…}. */
        BINARY,
        /** All of it is the value. */
        STRUCTURED
    }

    /** Where to begin. */
    enum From {
        LATEST,
        START
    }

    KafkaSettings {
        if (page < 1 || page > 5_000) {
            throw new IllegalArgumentException("serai.publish.kafka.page must be 1 to 5000");
        }
    }
}
