package io.serai.bus;

import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Page;
import io.serai.store.Unit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the store says about whose turn it is to be sent in a conversation. */
sealed interface Turn {

    /** Nothing is to be sent. */
    record None() implements Turn {}

    /** Another hub has a call under way, and it has that long. */
    record Elsewhere(Instant until) implements Turn {}

    /** This message's, and its platform may be called now: that is written down. */
    record Of(Conversation conversation, long seq) implements Turn {}

    /**
     * Writes down that the platform of a conversation's next message is about to be called. Calls
     * that should have ended by now and did not are of unknown outcome.
     *
     * @param call stands for this one call; the same again is not another one
     * @param alone true if no other hub calls, so that whatever call is under way is of an earlier
     *     run
     */
    record Lease(String conversation, UUID call, Duration limit, boolean alone, Clock clock)
            implements Unit<Turn> {

        @Override
        public List<String> conversations() {
            return List.of(conversation);
        }

        @Override
        public List<String> outboxes() {
            return List.of(conversation);
        }

        @Override
        public Turn run(Page page) {
            Instant now = clock.instant();
            for (Page.Departing next : page.outbox(conversation)) {
                Instant until = next.until();
                if (until == null || call.equals(next.holder())) {
                    page.lease(conversation, next.seq(), call, now.plus(limit));
                    return new Of(page.conversation(conversation).orElseThrow(), next.seq());
                }
                if (!alone && until.isAfter(now)) {
                    return new Elsewhere(until);
                }
                page.status(
                        conversation,
                        next.seq(),
                        Status.UNKNOWN,
                        "The hub stopped while it was being sent",
                        null);
                page.dequeue(conversation, next.seq());
            }
            return new None();
        }
    }

    /** Writes down that a call certainly sent nothing, so that it may be made again. */
    record Release(String conversation, long seq, UUID call) implements Unit<Boolean> {

        @Override
        public List<String> conversations() {
            return List.of(conversation);
        }

        @Override
        public List<String> outboxes() {
            return List.of(conversation);
        }

        @Override
        public Boolean run(Page page) {
            boolean ours =
                    page.outbox(conversation).stream()
                            .anyMatch(it -> it.seq() == seq && call.equals(it.holder()));
            if (ours) {
                page.lease(conversation, seq, null, null);
            }
            return ours;
        }
    }
}
