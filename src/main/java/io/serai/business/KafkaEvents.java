package io.serai.business;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.business.EventIntake.Arrived;
import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Behind {@code kafka-events-source}: reads CloudEvents in either form of their Kafka binding, and
 * moves the offset past a record once it is kept, and only then.
 */
@Component("kafkaEvents")
public class KafkaEvents {

    private static final long PAUSE = 500;
    private static final List<String> ATTRIBUTES =
            List.of("specversion", "id", "source", "type", "subject", "time", "traceparent");

    KafkaEvents() {}

    /** The record becomes an {@link Arrived}. */
    public void arrived(Exchange exchange) {
        Message record = exchange.getMessage();
        byte[] given = record.getBody() instanceof byte[] bytes ? bytes : new byte[0];
        String value = new String(given, StandardCharsets.UTF_8);
        exchange.setProperty(
                KafkaConstants.MANUAL_COMMIT, record.getHeader(KafkaConstants.MANUAL_COMMIT));
        String topic = record.getHeader(KafkaConstants.TOPIC, "", String.class);
        String entry =
                record.getHeader(KafkaConstants.PARTITION, String.class)
                        + "/"
                        + record.getHeader(KafkaConstants.OFFSET, String.class);
        String whole = isBinary(record) ? binary(record, value) : value;
        ObjectNode fields =
                Arrived.isText(value, given)
                        ? Json.MAPPER.createObjectNode().put("event", whole)
                        : null;
        record.setBody(new Arrived("kafka", topic, entry, whole, fields));
    }

    /** The content type decides; others than the event's author may have added headers. */
    private static boolean isBinary(Message record) {
        String type = String.valueOf(header(record, "content-type")).toLowerCase(Locale.ROOT);
        return header(record, "ce_id") != null && !type.startsWith("application/cloudevents");
    }

    private static String binary(Message record, String value) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        for (String attribute : ATTRIBUTES) {
            String given = header(record, "ce_" + attribute);
            if (given != null) {
                event.put(attribute, given);
            }
        }
        try {
            event.set("data", FlatEvent.json(value));
        } catch (BusinessEvents.BadEventException e) {
            event.put("data", value);
        }
        return event.toString();
    }

    private static @Nullable String header(Message record, String name) {
        Object value = record.getHeader(name);
        if (value == null) {
            value = record.getHeader(name.toUpperCase(Locale.ROOT));
        }
        return switch (value) {
            case null -> null;
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }

    /**
     * Moves the offset past the record if it is kept.
     *
     * @throws Exception if it is to come again: then nothing after it is taken before it
     */
    public void settle(Exchange exchange) throws Exception {
        Exception again = EventIntake.again(exchange);
        if (again != null) {
            TimeUnit.MILLISECONDS.sleep(PAUSE);
            throw again;
        }
        exchange.getProperty(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class).commit();
    }
}
