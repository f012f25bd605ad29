package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Behind {@code routes/flow/bus.camel.yaml}: what a record from Kafka sets going. */
@Component("kafkaWakes")
public class KafkaWakes {

    private static final Logger log = LoggerFactory.getLogger(KafkaWakes.class);

    private final Handling handling;
    private final Sending sending;
    private final Outlet outlet;
    private final Transport transport;
    private final Reception inbound;
    private final Reception outbound;
    private final Counter records;
    private final Counter unreadable;

    KafkaWakes(
            Handling handling,
            Sending sending,
            Outlet outlet,
            Transport transport,
            @Qualifier("inboundRecords") Reception inbound,
            @Qualifier("outboundRecords") Reception outbound,
            MeterRegistry metrics) {
        this.handling = handling;
        this.sending = sending;
        this.outlet = outlet;
        this.transport = transport;
        this.inbound = inbound;
        this.outbound = outbound;
        this.records =
                Counter.builder("serai.bus.records")
                        .description("Records taken from Kafka")
                        .register(metrics);
        this.unreadable =
                Counter.builder("serai.bus.unreadable")
                        .description("Records that are none of the hub's")
                        .register(metrics);
        metrics.gauge("serai.bus.inbound.in.flight", inbound, Reception::atWork);
        metrics.gauge("serai.bus.outbound.in.flight", outbound, Reception::atWork);
    }

    /** Has handled what waits in the record's conversation. */
    public void inbound(Exchange exchange) throws Exception {
        records.increment();
        inbound.take(
                exchange,
                (key, value) -> {
                    Word word = read(key, value);
                    return word == null
                            ? outlet.keep(key, value)
                            : handling.wake(word.conversation())
                                    .thenRun(() -> handled(word.conversation()));
                });
    }

    /** Has sent what waits in the record's conversation. */
    public void outbound(Exchange exchange) throws Exception {
        records.increment();
        outbound.take(
                exchange,
                (key, value) -> {
                    Word word = read(key, value);
                    return word == null
                            ? outlet.keep(key, value)
                            : sending.wake(word.conversation());
                });
    }

    private void handled(String conversation) {
        if (transport instanceof KafkaTransport kafka) {
            kafka.handled(conversation);
        }
    }

    private @Nullable Word read(byte[] key, byte[] value) {
        try {
            return Word.read(key, value);
        } catch (IllegalArgumentException e) {
            unreadable.increment();
            log.warn(
                    "A record on the bus is none of the hub's and was put aside on the topic for"
                            + " such: {}",
                    e.getClass().getSimpleName());
            return null;
        }
    }
}
