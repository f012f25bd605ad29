package io.serai.conversation;

import io.serai.bot.Turn;
import io.serai.bot.Verdict;
import io.serai.bus.Arrival;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Draft;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Behind {@code routes/flow/conversation.camel.yaml}: asks the bot, and makes what it decided
 * happen, all or nothing.
 */
@Component("conversationFlow")
public class ConversationFlow {

    /** What a bot may take; WeChat itself leaves five seconds. */
    private static final Duration BOT_TIME = Duration.ofSeconds(4);

    private final Ledger ledger;
    private final Conversations conversations;
    private final Clock clock;

    ConversationFlow(Ledger ledger, Conversations conversations, Clock clock) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.clock = clock;
    }

    /**
     * The arrival with its conversation as it stands now, not as it stood when the message was
     * stored.
     */
    public Arrival current(@Body Arrival arrival) {
        if (arrival.fresh()) {
            return arrival;
        }
        Conversation then = arrival.conversation();
        return new Arrival(conversations.find(then.id()).orElse(then), arrival.message(), true);
    }

    /** True while no human has it: then the bot is asked. */
    public boolean isForBot(@Body Arrival arrival) {
        Owner.Kind owner = arrival.conversation().owner().kind();
        return owner == Owner.Kind.BOT || owner == Owner.Kind.CLOSED;
    }

    /** What the bot is asked. */
    public Turn turn(@Body Arrival arrival) {
        Conversation conversation = arrival.conversation();
        return new Turn(
                conversation.address(),
                arrival.message(),
                conversation.attributes(),
                conversation.misses(),
                conversation.memory(),
                clock.instant().plus(BOT_TIME));
    }

    /**
     * Makes the verdict happen: the replies, what the bot remembers, the hand-over, and that this
     * message is dealt with, in one transaction. If a human took the conversation meanwhile, the
     * bot says nothing more.
     *
     * @return the conversation after it
     */
    public Conversation answer(
            @ExchangeProperty("arrival") Arrival arrival, @Body Verdict verdict) {
        return ledger.commitNow(new Answer(arrival, verdict, clock.instant()));
    }

    /**
     * A human has it and sees the message: there is nothing left to decide. Unless that is written
     * down, the bot would answer it after a restart, if the conversation has come back to it by
     * then.
     */
    public Conversation seen(@ExchangeProperty("arrival") Arrival arrival) {
        boolean known = arrival.conversation().handledSeq() >= arrival.message().seq();
        return known ? arrival.conversation() : ledger.commitNow(new Seen(arrival));
    }

    /** True if the conversation now waits for an agent. */
    public boolean isQueued(@Body Conversation conversation) {
        return conversation.owner().kind() == Owner.Kind.QUEUE;
    }

    private record Seen(Arrival arrival) implements Unit<Conversation> {

        @Override
        public List<String> conversations() {
            return List.of(arrival.message().conversation());
        }

        @Override
        public Conversation run(Page page) {
            Conversation conversation =
                    page.conversation(arrival.message().conversation()).orElseThrow();
            long seq = arrival.message().seq();
            if (conversation.handledSeq() >= seq) {
                return conversation;
            }
            Conversation handled =
                    conversation.handled(seq, conversation.misses(), conversation.memory());
            page.put(handled);
            return handled;
        }
    }

    private static final class Answer implements Unit<Conversation> {
        private final Arrival arrival;
        private final Verdict verdict;
        private final Instant now;
        private final List<Draft> replies;

        Answer(Arrival arrival, Verdict verdict, Instant now) {
            this.arrival = arrival;
            this.verdict = verdict;
            this.now = now;
            this.replies =
                    verdict.replies().stream()
                            .map(
                                    content ->
                                            Speech.draft(
                                                    arrival.conversation(),
                                                    Sender.bot(verdict.plugin()),
                                                    content,
                                                    null,
                                                    now))
                            .toList();
        }

        @Override
        public List<String> conversations() {
            return List.of(arrival.message().conversation());
        }

        @Override
        public Conversation run(Page page) {
            Conversation conversation =
                    page.conversation(arrival.message().conversation()).orElseThrow();
            long seq = arrival.message().seq();
            if (conversation.handledSeq() >= seq) {
                return conversation;
            }
            if (conversation.owner().kind() == Owner.Kind.CLOSED) {
                conversation =
                        Ownership.hand(
                                page, conversation, Owner.bot(now), "customer-returned", now);
            }
            if (conversation.owner().kind() == Owner.Kind.BOT) {
                conversation = speak(page, conversation);
            }
            Conversation handled = conversation.handled(seq, verdict.misses(), verdict.memory());
            page.put(handled);
            return handled;
        }

        private Conversation speak(Page page, Conversation before) {
            Conversation conversation = before;
            for (Draft reply : replies) {
                conversation = Speech.say(page, conversation, reply).conversation();
            }
            if (verdict.handOver() != null) {
                Owner queue = Owner.queue(verdict.handOver().skill(), now);
                conversation =
                        Ownership.hand(page, conversation, queue, verdict.handOver().reason(), now);
            }
            return conversation;
        }
    }
}
