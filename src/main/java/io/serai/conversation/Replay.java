package io.serai.conversation;

import io.serai.bus.Arrival;
import io.serai.event.Owner;
import io.serai.store.Conversation;
import io.serai.store.Page;
import io.serai.store.Unit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Makes the verdict on a dead letter happen and marks it replayed, in one transaction: so it
 * happens once, however often it is asked for.
 */
record Replay(String letter, Arrival arrival, Answer answer, Instant now)
        implements Unit<Conversation> {

    @Override
    public List<String> conversations() {
        return List.of(arrival.message().conversation());
    }

    @Override
    public Conversation run(Page page) {
        Conversation conversation =
                page.conversation(arrival.message().conversation()).orElseThrow();
        int marked =
                page.sql()
                        .sql(
                                "update dead_letter set replayed = ? where id = ? and replayed is"
                                        + " null")
                        .params(now.atOffset(ZoneOffset.UTC), letter)
                        .update();
        if (marked == 0) {
            throw new Refused(Refused.Code.STALE, "It was replayed already");
        }
        Owner owner = conversation.owner();
        if (owner.agent() != null) {
            throw new Refused(
                    Refused.Code.STALE,
                    "It lies with " + owner.agent() + ", who sees the message; nothing to replay");
        }
        if (owner.kind() != Owner.Kind.BOT) {
            conversation = Ownership.hand(page, conversation, Owner.bot(now), "replayed", now);
        }
        return answer.speak(page, conversation);
    }
}
