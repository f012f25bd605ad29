package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.conversation.Speech;
import io.serai.event.Content;
import io.serai.event.Event;
import io.serai.event.Sender;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Behind {@code routes/events/business.camel.yaml}: keeps what a business system reports, once,
 * shows it to who talks to its customer, and tells the customer where a text is set.
 */
@Component("businessEvents")
public class BusinessEvents {

    private final Ledger ledger;
    private final Conversations conversations;
    private final AgentNews news;
    private final EventMessages messages;
    private final Reachable reachable;
    private final Clock clock;

    BusinessEvents(
            Ledger ledger,
            Conversations conversations,
            AgentNews news,
            EventMessages messages,
            Reachable reachable,
            Clock clock) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.news = news;
        this.messages = messages;
        this.reachable = reachable;
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
        String customer = event.data().path("customerCode").asText("");
        List<Conversation> theirs =
                customer.isEmpty() ? List.of() : conversations.ofCustomer(customer);
        Telling telling = messages.knows(event.type()) ? telling(event, theirs) : null;
        List<String> beside = theirs.stream().map(Conversation::id).toList();
        Reported reported = ledger.commitNow(new Report(event, beside, telling, clock));
        if (!reported.duplicate() && !customer.isEmpty()) {
            // Again, since they may have changed hands meanwhile.
            conversations.ofCustomer(customer).forEach(it -> news.business(it, event));
        }
        return reported;
    }

    /** Where the customer spoke last, if they can be reached there. */
    private @Nullable Telling telling(Event event, List<Conversation> of) {
        Optional<Conversation> latest =
                of.stream()
                        .filter(reachable::isReachable)
                        .max(Comparator.comparing(Conversation::updated));
        if (latest.isEmpty()) {
            return null;
        }
        String language = latest.get().memory().getOrDefault("language", "zh");
        return messages.say(event, language)
                .map(text -> new Telling(latest.get().id(), text))
                .orElse(null);
    }

    /** What the customer is told, and where. */
    private record Telling(String conversation, String text) {}

    /**
     * Keeps it.
     *
     * @param beside the conversations it is shown in
     */
    private record Report(Event event, List<String> beside, @Nullable Telling telling, Clock clock)
            implements Unit<Reported> {

        @Override
        public List<String> conversations() {
            return telling == null ? List.of() : List.of(telling.conversation());
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
                    reported(event),
                    keys().getFirst(),
                    clock.instant());
            beside.forEach(it -> page.note(it, event));
            if (telling != null) {
                page.conversation(telling.conversation())
                        .ifPresent(it -> tell(page, it, telling.text()));
            }
            return new Reported(event.id(), false);
        }

        /** As its author says it, for in the feed it has an id and a time of the hub's. */
        private static JsonNode reported(Event event) {
            if (!(event.data() instanceof ObjectNode object)) {
                return event.data(); // of a route of the merchant's own
            }
            ObjectNode data = object.deepCopy();
            data.putObject("reported").put("id", event.id()).put("time", event.time().toString());
            return data;
        }

        /** In the commit that keeps the event: as often as that is new, once. */
        private void tell(Page page, Conversation conversation, String text) {
            Speech.say(
                    page,
                    conversation,
                    Speech.draft(
                            conversation,
                            Sender.system(),
                            new Content.Text(text),
                            null,
                            clock.instant()));
        }
    }
}
