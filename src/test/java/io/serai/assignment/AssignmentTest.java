package io.serai.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.SettableClock;
import io.serai.cluster.Attendance;
import io.serai.conversation.Ownership;
import io.serai.conversation.Refused;
import io.serai.conversation.Speech;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.security.Staff;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.LedgerOnDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class AssignmentTest {

    private static final Duration OFFER = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(45);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir private Path folder;

    private final SettableClock clock = new SettableClock();
    private LedgerOnDisk store;
    private Presence presence;
    private Assignment assignment;
    private AgentActions actions;

    @BeforeEach
    void open() {
        store = openStore();
        presence = new Presence(store.ledger(), Attendance.alone(), clock);
        Roster roster =
                new Roster(
                        new Staff()
                                .agent("mei", 5, "general", "returns")
                                .agent("qiang", 5, "general")
                                .directory());
        AssignmentSettings settings =
                new AssignmentSettings(
                        OFFER,
                        Duration.ofSeconds(15),
                        GRACE,
                        "您排在第 {position} 位",
                        "no. {position}");
        PassedOffers passed = new PassedOffers(settings, clock);
        assignment = new Assignment(store.ledger(), roster, passed, presence, settings, clock);
        actions = new AgentActions(store.ledger(), roster, assignment, passed, clock);
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWaitsIsOfferedAndAnAcceptedOfferIsTheAgents() {
        presence.set("mei", Presence.State.ONLINE);

        Conversation offered = assignment.queued(waiting("zhang", null));

        assertThat(offered.owner())
                .isEqualTo(Owner.offer("mei", null, clock.instant(), clock.instant().plus(OFFER)));
        assertThat(actions.accept("mei", offered.id(), offered.fence()).owner())
                .isEqualTo(Owner.agent("mei", null, clock.instant()));
        assertThat(store.words(offered.id())).as("nobody waits, so no place is told").isEmpty();
    }

    @Test
    void aDeclinedOfferGoesToTheNextAgent() {
        presence.set("mei", Presence.State.ONLINE);
        presence.set("qiang", Presence.State.ONLINE);
        Conversation offered = assignment.queued(waiting("zhang", null));

        actions.decline("mei", offered.id(), offered.fence());

        assertThat(owner(offered)).matches(it -> it.kind() == Owner.Kind.OFFER);
        assertThat(owner(offered).agent()).isEqualTo("qiang");
    }

    @Test
    void anOfferThatRunsOutGoesToTheNextAgentAndNotBefore() {
        presence.set("mei", Presence.State.ONLINE);
        presence.set("qiang", Presence.State.ONLINE);
        Conversation offered = assignment.queued(waiting("zhang", null));

        clock.advance(OFFER.minusSeconds(1));
        assignment.tick();
        assertThat(owner(offered).agent()).isEqualTo("mei");
        clock.advance(Duration.ofSeconds(2));
        assignment.tick();

        assertThat(owner(offered).agent()).isEqualTo("qiang");
        assertThatThrownBy(() -> actions.accept("mei", offered.id(), offered.fence()))
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.code()).isEqualTo(Refused.Code.STALE));
        assertThat(owner(offered).agent()).isEqualTo("qiang");
    }

    @Test
    void whoIsAloneIsAskedAgainAfterAPause() {
        presence.set("mei", Presence.State.ONLINE);
        Conversation offered = assignment.queued(waiting("zhang", null));

        actions.decline("mei", offered.id(), offered.fence());
        assignment.tick();
        assertThat(owner(offered).kind()).isEqualTo(Owner.Kind.QUEUE);
        clock.advance(Duration.ofSeconds(16));
        assignment.tick();

        assertThat(owner(offered).agent()).isEqualTo("mei");
    }

    @Test
    void aConversationThatAsksForASkillWaitsForWhoHasIt() {
        presence.set("qiang", Presence.State.ONLINE);
        Conversation waiting = assignment.queued(waiting("zhang", "returns"));
        assertThat(waiting.owner().kind()).isEqualTo(Owner.Kind.QUEUE);

        presence.set("mei", Presence.State.ONLINE);
        assignment.tick();

        assertThat(owner(waiting).agent()).isEqualTo("mei");
    }

    @Test
    void howeverManyWaitForASkillThatNobodyThereHasTheOthersAreServed() {
        presence.set("qiang", Presence.State.ONLINE);
        for (int i = 0; i < 120; i++) {
            waiting("returner" + i, "returns");
        }
        clock.advance(SECOND);

        Conversation offered = assignment.queued(waiting("zhang", null));

        assertThat(offered.owner().agent()).isEqualTo("qiang");
    }

    @Test
    void whoIsHandedOverForASkillThatNobodyHasIsServedByAnybody() {
        presence.set("mei", Presence.State.ONLINE);

        Conversation offered = assignment.queued(waiting("zhang", "plumbing"));

        assertThat(offered.owner().agent()).isEqualTo("mei");
    }

    @Test
    void whoMustWaitIsToldTheirPlaceAndTheFirstToComeIsTheFirstToBeServed() {
        Conversation first = assignment.queued(waiting("zhang", null));
        clock.advance(SECOND);
        Conversation second = assignment.queued(waiting("li", null));

        assertThat(store.words(first.id())).containsExactly("您排在第 1 位");
        assertThat(store.words(second.id())).containsExactly("您排在第 2 位");
        for (int i = 0; i < 4; i++) {
            clock.advance(SECOND);
            waiting("other" + i, null);
        }
        presence.set("mei", Presence.State.ONLINE);
        assignment.tick();
        assertThat(owner(first).agent()).isEqualTo("mei");
        assertThat(owner(second).agent()).isEqualTo("mei");
        assertThat(store.conversations().ownedBy(Owner.Kind.QUEUE, 10))
                .extracting(it -> it.address().user())
                .containsExactly("other3");
    }

    @Test
    void nobodyIsEverOverCapacityHoweverManyAreClaimedAtOnce() throws Exception {
        List<String> waiting =
                IntStream.range(0, 50).mapToObj(i -> waiting("u" + i, null).id()).toList();
        presence.set("mei", Presence.State.ONLINE);

        List<Object> outcomes =
                atOnce(
                        waiting.stream()
                                .<Callable<Object>>map(id -> () -> actions.claim("mei", id))
                                .toList());

        assertThat(outcomes).filteredOn(Conversation.class::isInstance).hasSize(5);
        assertThat(outcomes)
                .filteredOn(Refused.class::isInstance)
                .hasSize(45)
                .allMatch(it -> ((Refused) it).code() == Refused.Code.FULL);
        assertThat(store.conversations().with("mei")).hasSize(5);
    }

    @Test
    void offersCountSoAcceptingThemAllAtOnceNeverGoesOverCapacityEither() throws Exception {
        List<Conversation> waiting =
                IntStream.range(0, 50).mapToObj(i -> waiting("u" + i, null)).toList();
        presence.set("mei", Presence.State.ONLINE);
        presence.set("qiang", Presence.State.ONLINE);

        atOnce(
                IntStream.range(0, 50)
                        .<Callable<Object>>mapToObj(
                                i ->
                                        () -> {
                                            assignment.offerWhatWaits();
                                            return i;
                                        })
                        .toList());
        List<Object> outcomes =
                atOnce(
                        waiting.stream()
                                .map(it -> store.conversation(it.id()))
                                .<Callable<Object>>map(
                                        it -> () -> actions.accept("mei", it.id(), it.fence()))
                                .toList());

        assertThat(outcomes).filteredOn(Conversation.class::isInstance).hasSize(5);
        assertThat(store.conversations().with("mei")).hasSize(5);
        assertThat(store.conversations().with("qiang")).hasSize(5);
    }

    @Test
    void oneConversationClaimedByManyIsOnlyOnes() throws Exception {
        String wanted = waiting("zhang", null).id();
        presence.set("mei", Presence.State.ONLINE);
        presence.set("qiang", Presence.State.ONLINE);

        List<Object> outcomes =
                atOnce(
                        IntStream.range(0, 50)
                                .<Callable<Object>>mapToObj(
                                        i ->
                                                () ->
                                                        actions.claim(
                                                                i % 2 == 0 ? "mei" : "qiang",
                                                                wanted))
                                .toList());

        assertThat(outcomes).filteredOn(Conversation.class::isInstance).hasSize(1);
    }

    @Test
    void anAgentWhoIsGoneGivesBackAfterTheGracePeriodAndNotBefore() {
        presence.set("mei", Presence.State.ONLINE);
        String held = actions.claim("mei", waiting("zhang", null).id()).id();

        presence.lost("mei");
        clock.advance(GRACE.minusSeconds(1));
        assignment.tick();
        assertThat(store.conversation(held).owner().isHeldBy("mei")).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assignment.tick();

        assertThat(store.conversation(held).owner().kind()).isEqualTo(Owner.Kind.QUEUE);
    }

    @Test
    void anAgentWhoGoesWhileTheStoreTakesNothingIsGoneOnceItDoes() {
        presence.set("mei", Presence.State.ONLINE);
        String held = actions.claim("mei", waiting("zhang", null).id()).id();

        store.sql().sql("alter table agent rename to agent_away").update();
        assertThatThrownBy(() -> presence.lost("mei")).isInstanceOf(RuntimeException.class);
        store.sql().sql("alter table agent_away rename to agent").update();
        assignment.tick();
        clock.advance(GRACE.plusSeconds(1));
        assignment.tick();

        assertThat(store.conversation(held).owner().kind()).isEqualTo(Owner.Kind.QUEUE);
    }

    @Test
    void anAgentWhoComesBackInTimeKeepsWhatTheyHad() {
        presence.set("mei", Presence.State.ONLINE);
        String held = actions.claim("mei", waiting("zhang", null).id()).id();

        presence.lost("mei");
        clock.advance(GRACE.minusSeconds(5));
        presence.set("mei", Presence.State.ONLINE);
        clock.advance(GRACE);
        assignment.tick();

        assertThat(store.conversation(held).owner().isHeldBy("mei")).isTrue();
    }

    @Test
    void nothingIsOfferedToWhoIsAwayOrGone() {
        presence.set("mei", Presence.State.AWAY);
        presence.set("qiang", Presence.State.ONLINE);
        presence.lost("qiang");

        assertThat(assignment.queued(waiting("zhang", null)).owner().kind())
                .isEqualTo(Owner.Kind.QUEUE);
    }

    @Test
    void whoDoesNotHoldAConversationCanNeitherCloseNorTransferIt() {
        presence.set("mei", Presence.State.ONLINE);
        String held = actions.claim("mei", waiting("zhang", null).id()).id();

        for (Callable<?> act :
                List.<Callable<?>>of(
                        () -> actions.close("qiang", held, Long.MAX_VALUE),
                        () -> actions.transferToBot("qiang", held, Long.MAX_VALUE),
                        () -> actions.transferToQueue("qiang", held, null),
                        () -> actions.transferToAgent("qiang", held, "mei"))) {
            assertThatThrownBy(act::call)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            it -> assertThat(it.code()).isEqualTo(Refused.Code.NOT_YOURS));
        }
        assertThat(store.conversation(held).owner().isHeldBy("mei")).isTrue();
    }

    @Test
    void whatTheCustomerSaidBesideTheCloseIsNotClosedUnseen() {
        presence.set("mei", Presence.State.ONLINE);
        Conversation held = actions.claim("mei", waiting("zhang", null).id());
        long seen = written(held, Sender.customer("zhang", null)).lastSeq();
        long unseen = written(held, Sender.customer("zhang", null)).lastSeq();

        for (Callable<?> act :
                List.<Callable<?>>of(
                        () -> actions.close("mei", held.id(), seen),
                        () -> actions.transferToBot("mei", held.id(), seen))) {
            assertThatThrownBy(act::call)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            it -> assertThat(it.code()).isEqualTo(Refused.Code.UNREAD));
        }
        written(held, Sender.system());

        assertThat(actions.close("mei", held.id(), unseen).owner().kind())
                .as("what the hub says does not keep it open")
                .isEqualTo(Owner.Kind.CLOSED);
    }

    @Test
    void whoSaysAgainThatTheyLeaveGivesBackNoLater() {
        presence.set("mei", Presence.State.ONLINE);
        String held = actions.claim("mei", waiting("zhang", null).id()).id();

        presence.set("mei", Presence.State.OFFLINE);
        clock.advance(GRACE.minus(SECOND));
        presence.set("mei", Presence.State.OFFLINE);
        clock.advance(SECOND.multipliedBy(2));
        assignment.tick();

        assertThat(store.conversation(held).owner().kind()).isEqualTo(Owner.Kind.QUEUE);
    }

    @Test
    void aConversationIsNotHandedToASkillThatNobodyHas() {
        presence.set("mei", Presence.State.ONLINE);
        String held = actions.claim("mei", waiting("zhang", null).id()).id();

        assertThatThrownBy(() -> actions.transferToQueue("mei", held, "plumbing"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("plumbing");

        assertThat(store.conversation(held).owner().isHeldBy("mei")).isTrue();
        assertThat(actions.transferToQueue("mei", held, "returns").owner().skill())
                .as("who has it need not be there")
                .isEqualTo("returns");
    }

    private Conversation waiting(String user, @Nullable String skill) {
        return store.commit(
                page -> {
                    Conversation opened =
                            Conversation.opened(new Address("web", "main", user), clock.instant());
                    page.put(opened);
                    return Ownership.hand(
                            page,
                            opened,
                            Owner.queue(skill, clock.instant()),
                            "asked",
                            clock.instant());
                });
    }

    private Conversation written(Conversation conversation, Sender by) {
        return store.commit(
                page ->
                        Speech.say(
                                        page,
                                        page.conversation(conversation.id()).orElseThrow(),
                                        Draft.of(
                                                by,
                                                new Content.Text("…"),
                                                null,
                                                null,
                                                Status.SENT,
                                                null,
                                                clock.instant()))
                                .conversation());
    }

    private Owner owner(Conversation conversation) {
        return store.conversation(conversation.id()).owner();
    }

    /** Runs them side by side; what one threw stands in place of its result. */
    private static List<Object> atOnce(List<Callable<Object>> work) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(work).stream().map(AssignmentTest::outcome).toList();
        }
    }

    private static Object outcome(Future<Object> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
