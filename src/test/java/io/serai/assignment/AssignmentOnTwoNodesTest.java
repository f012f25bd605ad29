package io.serai.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.SettableClock;
import io.serai.cluster.Attendance;
import io.serai.conversation.Ownership;
import io.serai.conversation.Refused;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;
import io.serai.event.Address;
import io.serai.event.Owner;
import io.serai.security.Staff;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Two nodes assign at once, on one PostgreSQL: capacity and ownership hold over both. */
class AssignmentOnTwoNodesTest {

    private static final int CAPACITY = 5;

    private final SettableClock clock = new SettableClock();
    private final Postgres postgres = Engines.postgres();
    private Node here;
    private Node there;

    @BeforeEach
    void open() {
        String url = postgres.freshDatabase();
        here = new Node(new LedgerOnDisk(postgres, url), clock);
        there = new Node(new LedgerOnDisk(postgres, url), clock);
    }

    @AfterEach
    void close() {
        here.store.close();
        there.store.close();
    }

    @Test
    void nobodyIsEverOverCapacityHoweverManyAreClaimedAtOnceOnBoth() throws Exception {
        List<Conversation> waiting = waiting(50);
        here.presence.set("mei", Presence.State.ONLINE);

        List<Object> outcomes =
                onBoth(waiting.size(), (node, i) -> node.actions.claim("mei", waiting.get(i).id()));

        assertThat(outcomes).filteredOn(Conversation.class::isInstance).hasSize(CAPACITY);
        assertThat(outcomes)
                .filteredOn(it -> !(it instanceof Conversation))
                .allMatch(it -> it instanceof Refused);
        assertThat(here.store.conversations().with("mei")).hasSize(CAPACITY);
    }

    @Test
    void aConversationThatBothGiveAwayAtOnceIsOnlyOnes() throws Exception {
        Conversation wanted = waiting(1).getFirst();
        here.presence.set("mei", Presence.State.ONLINE);
        there.presence.set("qiang", Presence.State.ONLINE);

        List<Object> outcomes =
                onBoth(
                        20,
                        (node, i) ->
                                node.actions.claim(node == here ? "mei" : "qiang", wanted.id()));

        assertThat(outcomes).filteredOn(Conversation.class::isInstance).hasSize(1);
        assertThat(here.store.conversation(wanted.id()).fence()).isEqualTo(wanted.fence() + 1);
    }

    @Test
    void offersAndClaimsAndTicksOnBothAtOnceKeepEverybodyWithinCapacity() throws Exception {
        List<Conversation> waiting = waiting(50);
        here.presence.set("mei", Presence.State.ONLINE);
        there.presence.set("qiang", Presence.State.ONLINE);

        onBoth(
                waiting.size(),
                (node, i) -> {
                    node.assignment.tick();
                    return node.actions.claim(
                            i % 2 == 0 ? "mei" : "qiang", waiting.get(49 - i).id());
                });
        here.assignment.tick();

        assertThat(here.store.conversations().with("mei")).hasSize(CAPACITY);
        assertThat(here.store.conversations().with("qiang")).hasSize(CAPACITY);
        assertThat(here.store.conversations().ownedBy(Owner.Kind.QUEUE, 100)).hasSize(40);
    }

    @Test
    void anOfferDeclinedOnOneNodeIsNotMadeAgainAtOnceByTheOther() {
        here.presence.set("mei", Presence.State.ONLINE);
        Conversation offered = here.assignment.queued(waiting(1).getFirst());

        here.actions.decline("mei", offered.id(), offered.fence());
        there.assignment.tick();

        assertThat(there.store.conversation(offered.id()).owner().kind())
                .isEqualTo(Owner.Kind.QUEUE);
    }

    @Test
    void anOfferLastsAsLongOnNodesWhoseMachinesClocksAreTenMinutesApart() {
        Duration off = Duration.ofMinutes(5);
        Node late = new Node(here.store, here.store.clockOfMachineOffBy(off.negated()));
        Node early = new Node(there.store, there.store.clockOfMachineOffBy(off));
        late.presence.set("mei", Presence.State.ONLINE);
        early.presence.set("qiang", Presence.State.ONLINE);
        Conversation offered = late.assignment.queued(waiting(1).getFirst());
        String first = String.valueOf(offered.owner().agent());

        early.assignment.tick();
        late.assignment.tick();
        Conversation accepted = early.actions.accept(first, offered.id(), offered.fence());

        assertThat(accepted.owner().kind()).isEqualTo(Owner.Kind.AGENT);
        assertThat(accepted.owner().agent()).isEqualTo(first);
        assertThat(Duration.between(accepted.owner().since(), offered.owner().until()).abs())
                .isLessThan(off);
    }

    /** What a hub has of assignment. */
    private static final class Node {
        final LedgerOnDisk store;
        final Presence presence;
        final Assignment assignment;
        final AgentActions actions;

        Node(LedgerOnDisk store, Clock clock) {
            this.store = store;
            this.presence = new Presence(store.ledger(), Attendance.alone(), clock);
            Roster roster =
                    new Roster(
                            new Staff()
                                    .agent("mei", CAPACITY, "general")
                                    .agent("qiang", CAPACITY, "general")
                                    .directory());
            AssignmentSettings settings =
                    new AssignmentSettings(
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(45),
                            "您排在第 {position} 位",
                            "no. {position}");
            PassedOffers passed = new PassedOffers(settings, clock);
            assignment = new Assignment(store.ledger(), roster, passed, presence, settings, clock);
            actions = new AgentActions(store.ledger(), roster, assignment, passed, clock);
        }
    }

    private interface Act {
        Object on(Node node, int number);
    }

    /** Each act once on either node, all at once; what one threw stands in place of its result. */
    private List<Object> onBoth(int count, Act act) throws InterruptedException {
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            work.add(() -> act.on(here, number));
            work.add(() -> act.on(there, number));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(work).stream().map(AssignmentOnTwoNodesTest::outcome).toList();
        }
    }

    private static Object outcome(Future<Object> future) {
        return future.state() == Future.State.SUCCESS ? future.resultNow() : future.exceptionNow();
    }

    private List<Conversation> waiting(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                here.store.commit(
                                        page -> {
                                            Conversation opened =
                                                    Conversation.opened(
                                                            new Address("web", "main", "u" + i),
                                                            clock.instant());
                                            page.put(opened);
                                            return Ownership.hand(
                                                    page,
                                                    opened,
                                                    Owner.queue(null, clock.instant()),
                                                    "asked",
                                                    clock.instant());
                                        }))
                .toList();
    }
}
