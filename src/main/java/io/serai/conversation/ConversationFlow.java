package io.serai.conversation;

import io.serai.bot.Turn;
import io.serai.bot.Verdict;
import io.serai.bus.Arrival;
import io.serai.event.Owner;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
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

    /**
     * Makes the verdict on a dead letter happen, once. Its conversation must be the bot's or
     * nobody's: who waits in the queue goes back to the bot first.
     *
     * @param letter the dead letter's id
     * @throws Refused if it was replayed before, or an agent has the conversation
     */
    public Conversation replay(
            @Header("letter") String letter,
            @ExchangeProperty("arrival") Arrival arrival,
            @Body Verdict verdict) {
        Instant now = clock.instant();
        return ledger.commitNow(
                new Replay(letter, arrival, new Answer(arrival, verdict, now), now));
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
}
