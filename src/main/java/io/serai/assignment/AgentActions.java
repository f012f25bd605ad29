package io.serai.assignment;

import io.serai.conversation.Ownership;
import io.serai.conversation.Refused;
import io.serai.event.Owner;
import io.serai.store.Conversation;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.function.BiFunction;

/**
 * What an agent does with a conversation. Each is one transaction; what is not allowed is {@link
 * Refused} and changes nothing. Capacity is counted in the same transaction that takes the
 * conversation, so nobody is ever over it.
 */
@Component
public class AgentActions {

    private final Ledger ledger;
    private final Roster roster;
    private final Assignment assignment;
    private final PassedOffers passed;
    private final Clock clock;

    AgentActions(
            Ledger ledger, Roster roster, Assignment assignment, PassedOffers passed, Clock clock) {
        this.ledger = ledger;
        this.roster = roster;
        this.assignment = assignment;
        this.passed = passed;
        this.clock = clock;
    }

    /** Takes an offer. */
    public Conversation accept(String agent, String conversation, long fence) {
        return commit(
                conversation,
                (page, it) -> {
                    checkOfferedTo(it, agent, fence);
                    return Ownership.hand(
                            page,
                            it,
                            Owner.agent(agent, it.owner().skill(), clock.instant()),
                            "accepted",
                            clock.instant());
                });
    }

    /** Passes on an offer; the next agent gets it. */
    public Conversation decline(String agent, String conversation, long fence) {
        Conversation declined =
                commit(
                        conversation,
                        (page, it) -> {
                            checkOfferedTo(it, agent, fence);
                            assignment.requeue(page, it, "declined");
                            return page.conversation(conversation).orElseThrow();
                        });
        assignment.offerWhatWaits();
        return declined;
    }

    /** Takes one out of the queue. */
    public Conversation claim(String agent, String conversation) {
        return commit(
                conversation,
                (page, it) -> {
                    if (it.owner().kind() != Owner.Kind.QUEUE) {
                        throw new Refused(Refused.Code.STALE, "It is not in the queue any more");
                    }
                    roster.withRoom(page, agent);
                    return Ownership.hand(
                            page,
                            it,
                            Owner.agent(agent, it.owner().skill(), clock.instant()),
                            "claimed",
                            clock.instant());
                });
    }

    /** Offers it to a colleague. */
    public Conversation transferToAgent(String agent, String conversation, String to) {
        return commit(
                conversation,
                (page, it) -> {
                    Ownership.checkHeldBy(it, agent);
                    roster.withRoom(page, to);
                    Owner offer =
                            Owner.offer(
                                    to,
                                    it.owner().skill(),
                                    clock.instant(),
                                    assignment.offerEnds());
                    return Ownership.hand(page, it, offer, "transfer", clock.instant());
                });
    }

    /**
     * Puts it back into the queue, for a skill if given.
     *
     * @throws Refused if nobody has the skill: whoever needs it would wait for ever
     */
    public Conversation transferToQueue(String agent, String conversation, @Nullable String skill) {
        if (skill != null && !roster.skills().contains(skill)) {
            throw new Refused(Refused.Code.GONE, "Nobody has the skill " + skill);
        }
        Conversation queued =
                commit(
                        conversation,
                        (page, it) -> {
                            Ownership.checkHeldBy(it, agent);
                            passed.note(page, conversation, agent);
                            return Ownership.hand(
                                    page,
                                    it,
                                    Owner.queue(skill, clock.instant()),
                                    "transfer",
                                    clock.instant());
                        });
        return assignment.queued(queued);
    }

    /**
     * Gives it back to the bot, which answers what the customer writes next.
     *
     * @param seq as far as the agent has seen it
     */
    public Conversation transferToBot(String agent, String conversation, long seq) {
        return partFrom(agent, conversation, seq, Owner.bot(clock.instant()), "transfer");
    }

    /**
     * Closes it. What the customer writes next goes to the bot again.
     *
     * @param seq as far as the agent has seen it
     */
    public Conversation close(String agent, String conversation, long seq) {
        return partFrom(agent, conversation, seq, Owner.closed(clock.instant()), "closed");
    }

    private Conversation partFrom(
            String agent, String conversation, long seq, Owner next, String why) {
        return thenOffer(
                commit(
                        conversation,
                        (page, it) -> {
                            checkSeen(it, agent, seq);
                            return Ownership.hand(page, it, next, why, clock.instant());
                        }));
    }

    private Conversation thenOffer(Conversation conversation) {
        assignment.offerWhatWaits();
        return conversation;
    }

    /** Nobody would ever answer what came after it. */
    private static void checkSeen(Conversation conversation, String agent, long seq) {
        Ownership.checkHeldBy(conversation, agent);
        if (conversation.inboundSeq() > seq) {
            throw new Refused(
                    Refused.Code.UNREAD, "The customer has written since: read that first");
        }
    }

    private static void checkOfferedTo(Conversation conversation, String agent, long fence) {
        Ownership.check(conversation, fence);
        if (conversation.owner().kind() != Owner.Kind.OFFER
                || !conversation.owner().isWith(agent)) {
            throw new Refused(Refused.Code.NOT_YOURS, "This offer is not yours");
        }
    }

    private Conversation commit(String id, BiFunction<Page, Conversation, Conversation> work) {
        return ledger.commitNow(
                Unit.on(
                        id,
                        page ->
                                work.apply(
                                        page,
                                        page.conversation(id)
                                                .orElseThrow(
                                                        () ->
                                                                new Refused(
                                                                        Refused.Code.GONE,
                                                                        "There is no such"
                                                                            + " conversation")))));
    }
}
