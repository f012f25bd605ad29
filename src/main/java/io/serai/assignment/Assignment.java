package io.serai.assignment;

import io.serai.conversation.Ownership;
import io.serai.conversation.Speech;
import io.serai.event.Content;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.store.Conversation;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.apache.camel.Body;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Behind {@code routes/flow/assignment.camel.yaml}: offers what waits to who is there, takes back
 * what was not taken, and what lies with agents who are gone. Each step is one transaction, in
 * which capacity is counted too.
 */
@Component("assignment")
public class Assignment {

    private static final int AT_ONCE = 100;
    private static final String WAITING = "select id from conversation where owner = 'queue' ";

    /**
     * What another node is at work on is left to it: nobody waits, so no two wait for each other.
     */
    private static final String FREE = " for update skip locked";

    private final Ledger ledger;
    private final Roster roster;
    private final AssignmentSettings settings;
    private final Clock clock;
    private final PassedOffers passed;
    private final Presence presence;

    Assignment(
            Ledger ledger,
            Roster roster,
            PassedOffers passed,
            Presence presence,
            AssignmentSettings settings,
            Clock clock) {
        this.ledger = ledger;
        this.roster = roster;
        this.settings = settings;
        this.clock = clock;
        this.passed = passed;
        this.presence = presence;
    }

    /**
     * A conversation has just come to the queue: it is offered if somebody is free, else its
     * customer is told the place.
     */
    public Conversation queued(@Body Conversation conversation) {
        offerWhatWaits();
        return ledger.commitNow(
                Unit.on(
                        conversation.id(),
                        page ->
                                tellPlace(
                                        page,
                                        page.conversation(conversation.id())
                                                .orElse(conversation))));
    }

    /** Called every second: offers that ran out, agents who are gone, then whatever waits. */
    public void tick() {
        presence.look();
        commit(this::takeBackOffers);
        commit(this::takeBackFromLost);
        offerWhatWaits();
    }

    /** Offers what waits, first come first served, to who has room. */
    public void offerWhatWaits() {
        commit(
                page -> {
                    if (page.sql().sql(WAITING + "limit 1").query().listOfRows().isEmpty()) {
                        return 0;
                    }
                    Map<String, Candidate> present = roster.present(page);
                    List<String> waiting = waitingFor(page, present.values());
                    Map<String, Set<String>> passing = passed.stillValid(page);
                    waiting.forEach(
                            id ->
                                    offer(
                                            page,
                                            page.conversation(id).orElseThrow(),
                                            present,
                                            passing.getOrDefault(id, Set.of())));
                    return waiting.size();
                });
    }

    /** Those whom somebody can take: whom nobody can are not in the way of all behind them. */
    private List<String> waitingFor(Page page, Collection<Candidate> present) {
        List<Candidate> free = present.stream().filter(Candidate::hasRoom).toList();
        if (free.isEmpty()) {
            return List.of();
        }
        return page.sql()
                .sql(
                        WAITING
                                + "and (skill is null or skill = any(?) or not skill = any(?))"
                                + " order by owner, since, id limit "
                                + AT_ONCE
                                + FREE)
                .param(free.stream().flatMap(it -> it.skills().stream()).toArray(String[]::new))
                .param(roster.skills().toArray(String[]::new))
                .query(String.class)
                .list();
    }

    Instant offerEnds() {
        return clock.instant().plus(settings.offerTime());
    }

    private void offer(
            Page page, Conversation waiting, Map<String, Candidate> present, Set<String> passing) {
        if (waiting.owner().kind() != Owner.Kind.QUEUE) {
            return;
        }
        Owner queue = waiting.owner();
        // A bot may ask for a skill that nobody has; whoever waited for that would wait for ever.
        String asked = queue.skill();
        String skill = asked != null && roster.skills().contains(asked) ? asked : null;
        Candidate.choose(present.values(), skill, waiting.lastAgent(), passing)
                .ifPresent(
                        agent -> {
                            Owner offer =
                                    Owner.offer(
                                            agent.login(),
                                            queue.skill(),
                                            queue.since(),
                                            offerEnds());
                            Ownership.hand(page, waiting, offer, "least-busy", clock.instant());
                            present.put(agent.login(), agent.withOneMore());
                        });
    }

    private Conversation tellPlace(Page page, Conversation conversation) {
        Owner owner = conversation.owner();
        if (owner.kind() != Owner.Kind.QUEUE) {
            return conversation;
        }
        int place =
                page.sql()
                        .sql(
                                "select count(*) from conversation where owner = 'queue' and since"
                                        + " <= ?")
                        .param(owner.since().atOffset(ZoneOffset.UTC))
                        .query(Integer.class)
                        .single();
        boolean english = "en".equals(conversation.memory().get("language"));
        String text =
                (english ? settings.queuedEn() : settings.queuedZh())
                        .replace("{position}", String.valueOf(place));
        return Speech.say(
                        page,
                        conversation,
                        Speech.draft(
                                conversation,
                                Sender.system(),
                                new Content.Text(text),
                                null,
                                clock.instant()))
                .conversation();
    }

    private int takeBackOffers(Page page) {
        List<String> over =
                page.sql()
                        .sql(
                                "select id from conversation where owner = 'offer' and"
                                        + " offered_until < ?"
                                        + FREE)
                        .param(clock.instant().atOffset(ZoneOffset.UTC))
                        .query(String.class)
                        .list();
        over.forEach(id -> requeue(page, page.conversation(id).orElseThrow(), "offer-timeout"));
        return over.size();
    }

    private int takeBackFromLost(Page page) {
        var since = clock.instant().minus(settings.grace()).atOffset(ZoneOffset.UTC);
        List<String> theirs =
                page.sql()
                        .sql(
                                "select id from conversation where agent in (select login from"
                                        + " agent where lost < ?)"
                                        + FREE)
                        .param(since)
                        .query(String.class)
                        .list();
        theirs.forEach(id -> requeue(page, page.conversation(id).orElseThrow(), "agent-lost"));
        return theirs.size();
    }

    /** Back to the queue, at the place it had. */
    void requeue(Page page, Conversation conversation, String reason) {
        Owner owner = conversation.owner();
        if (owner.agent() == null) {
            return;
        }
        passed.note(page, conversation.id(), owner.agent());
        Ownership.hand(
                page,
                conversation,
                Owner.queue(owner.skill(), owner.since()),
                reason,
                clock.instant());
    }

    private <R> R commit(Function<Page, R> work) {
        return ledger.commitNow(Unit.of(work));
    }
}
