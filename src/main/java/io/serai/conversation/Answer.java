package io.serai.conversation;

import io.serai.bot.Verdict;
import io.serai.bus.Arrival;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.Page;
import io.serai.store.Unit;

import java.time.Instant;
import java.util.List;

/** What the bot decided about a message, made to happen. */
final class Answer implements Unit<Conversation> {
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
                    Ownership.hand(page, conversation, Owner.bot(now), "customer-returned", now);
        }
        if (conversation.owner().kind() == Owner.Kind.BOT) {
            conversation = speak(page, conversation);
        }
        Conversation handled = conversation.handled(seq, verdict.misses(), verdict.memory());
        page.put(handled);
        return handled;
    }

    /** Says the replies, and hands over if it comes to that. */
    Conversation speak(Page page, Conversation before) {
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
