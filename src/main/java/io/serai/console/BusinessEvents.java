package io.serai.console;

import io.serai.event.Event;
import io.serai.store.Conversations;
import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.apache.camel.Body;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Behind {@code routes/events/business.camel.yaml}: keeps what a business system reports, once, and
 * shows it to who talks to its customer.
 */
@Component("businessEvents")
public class BusinessEvents {

    private final Ledger ledger;
    private final Conversations conversations;
    private final AgentNews news;
    private final Clock clock;

    BusinessEvents(Ledger ledger, Conversations conversations, AgentNews news, Clock clock) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.news = news;
        this.clock = clock;
    }

    /**
     * What became of it.
     *
     * @param id as stored
     * @param duplicate true if the same id from the same source was there before
     */
    public record Reported(String id, boolean duplicate) {}

    /**
     * Keeps an event; durable when it returns. Its id is its author's: the same again from the same
     * source is the same event.
     */
    public Reported report(@Body Event event) {
        Reported reported = ledger.commitNow(new Report(event, clock));
        if (!reported.duplicate()) {
            String customer = event.data().path("customerCode").asText("");
            if (!customer.isEmpty()) {
                conversations.ofCustomer(customer).forEach(it -> news.business(it, event));
            }
        }
        return reported;
    }

    private record Report(Event event, Clock clock) implements Unit<Reported> {

        @Override
        public List<String> conversations() {
            return List.of();
        }

        @Override
        public List<UUID> keys() {
            return List.of(Keys.of(event.source(), event.id()));
        }

        @Override
        public Reported run(Page page) {
            var seen = page.seen(keys().getFirst());
            if (seen.isPresent()) {
                return new Reported(event.id(), true);
            }
            page.record(
                    event.source(),
                    event.type(),
                    event.subject(),
                    event.data(),
                    keys().getFirst(),
                    clock.instant());
            return new Reported(event.id(), false);
        }
    }
}
