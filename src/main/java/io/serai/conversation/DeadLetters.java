package io.serai.conversation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.bus.Arrival;
import io.serai.event.Event;
import io.serai.event.Owner;
import io.serai.event.Types;
import io.serai.store.Conversation;
import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Behind {@code routes/flow/dead-letters.camel.yaml}: what the flow could not handle after its
 * retries is written down with its reason, and its conversation goes to a human, who sees the
 * message. Nothing is dropped.
 */
@Component("deadLetters")
public class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final Ledger ledger;
    private final Clock clock;
    private final Counter counter;

    DeadLetters(Ledger ledger, Clock clock, MeterRegistry metrics) {
        this.ledger = ledger;
        this.clock = clock;
        this.counter =
                Counter.builder("serai.dead.letters")
                        .description("Messages the flow could not handle")
                        .register(metrics);
    }

    /** Keeps it. */
    public Conversation keep(
            @ExchangeProperty("arrival") Arrival arrival,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) @Nullable Exception cause,
            @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) @Nullable String route) {
        String reason = cause == null ? "unknown" : cause.getClass().getSimpleName();
        log.error(
                "Message {} goes to the dead letters from route {}: {}",
                arrival.message().id(),
                route,
                reason);
        counter.increment();
        ObjectNode data =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", arrival.message().id())
                        .put("seq", arrival.message().seq())
                        .put("route", route)
                        .put("reason", reason);
        return ledger.commitNow(new Keep(arrival, data, clock));
    }

    private record Keep(Arrival arrival, ObjectNode data, Clock clock)
            implements Unit<Conversation> {

        @Override
        public List<String> conversations() {
            return List.of(arrival.message().conversation());
        }

        @Override
        public List<UUID> keys() {
            return List.of(key());
        }

        private UUID key() {
            return Keys.of("dead-letter", arrival.message().id());
        }

        @Override
        public Conversation run(Page page) {
            Conversation conversation =
                    page.conversation(arrival.message().conversation()).orElseThrow();
            if (page.seen(key()).isPresent()) {
                // Kept already: the store went away before it could say so.
                return conversation;
            }
            Event event =
                    page.record(
                            "/hub",
                            Types.DEAD_LETTER,
                            conversation.id(),
                            data,
                            key(),
                            clock.instant());
            shelve(page, event);
            Owner.Kind owner = conversation.owner().kind();
            if (owner == Owner.Kind.BOT || owner == Owner.Kind.CLOSED) {
                conversation =
                        Ownership.hand(
                                page,
                                conversation,
                                Owner.queue(null, clock.instant()),
                                "dead-letter",
                                clock.instant());
            }
            Conversation handled =
                    conversation.handled(
                            arrival.message().seq(), conversation.misses(), conversation.memory());
            page.put(handled);
            return handled;
        }

        private void shelve(Page page, Event event) {
            page.sql()
                    .sql(
                            "insert into dead_letter (id, conversation, seq, message, route,"
                                    + " reason, time) values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            event.id(),
                            arrival.message().conversation(),
                            arrival.message().seq(),
                            arrival.message().id(),
                            data.path("route").asText("unknown"),
                            data.path("reason").asText(),
                            event.time().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
