package io.serai.publish;

import io.serai.event.Event;
import io.serai.event.Json;

import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An event as a record, by the Kafka binding of CloudEvents 1.0.2. The key is what it is about, so
 * that all of a conversation, or of an order, stays in order.
 *
 * @param key subject, or the id of an event that is about nothing
 * @param headers attributes, in the order of the specification
 * @param value JSON
 */
record KafkaRecord(String key, Map<String, String> headers, String value) {

    static KafkaRecord of(Event event, KafkaSettings.Mode mode) {
        String key = Objects.requireNonNullElse(event.subject(), event.id());
        Map<String, String> headers = new LinkedHashMap<>();
        if (mode == KafkaSettings.Mode.STRUCTURED) {
            headers.put("content-type", "application/cloudevents+json");
            return new KafkaRecord(key, headers, Json.write(event));
        }
        headers.put("ce_specversion", event.specversion());
        headers.put("ce_id", event.id());
        headers.put("ce_source", event.source());
        headers.put("ce_type", event.type());
        headers.put("content-type", event.datacontenttype());
        if (event.subject() != null) {
            headers.put("ce_subject", event.subject());
        }
        headers.put("ce_time", event.time().toString());
        headers.put("ce_schemaversion", event.schemaversion());
        headers.put("ce_partitionkey", key);
        if (event.traceparent() != null) {
            headers.put("ce_traceparent", event.traceparent());
        }
        return new KafkaRecord(key, headers, Json.write(event.data()));
    }

    /**
     * As {@code kafka:} takes it, one of a list: new, so that nothing else steers where it goes.
     */
    Message message(CamelContext camel) {
        Message message = new DefaultMessage(camel);
        headers.forEach(message::setHeader);
        message.setHeader(KafkaConstants.KEY, key);
        message.setBody(value);
        return message;
    }
}
