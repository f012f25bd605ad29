package io.serai.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.SettableClock;
import io.serai.event.Address;
import io.serai.event.Owner;
import io.serai.event.Owner.Kind;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;
import io.serai.store.Page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

class OwnershipTest {

    private static final Address ZHANG = new Address("web", "main", "zhang");

    @TempDir private Path folder;

    private final SettableClock clock = new SettableClock();
    private LedgerOnDisk store;

    @BeforeEach
    void open() {
        store = openStore();
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void onlyTheseStepsAreAllowed() {
        Set<String> allowed = new TreeSet<>();
        for (Kind from : Kind.values()) {
            for (Kind to : Kind.values()) {
                if (isAllowed(from, to)) {
                    allowed.add(from + " → " + to);
                }
            }
        }

        assertThat(allowed)
                .containsExactlyInAnyOrder(
                        "BOT → QUEUE",
                        "BOT → CLOSED",
                        "QUEUE → OFFER",
                        "QUEUE → AGENT",
                        "QUEUE → BOT",
                        "QUEUE → CLOSED",
                        "OFFER → AGENT",
                        "OFFER → QUEUE",
                        "OFFER → OFFER",
                        "OFFER → CLOSED",
                        "AGENT → OFFER",
                        "AGENT → QUEUE",
                        "AGENT → BOT",
                        "AGENT → CLOSED",
                        "CLOSED → BOT",
                        "CLOSED → QUEUE");
    }

    @Test
    void eachStepMakesTheFenceGrowAndIsRecorded() {
        Conversation queued = store.commit(page -> hand(page, opened(page), Kind.QUEUE));
        Conversation taken = store.commit(page -> hand(page, queued, Kind.AGENT));

        assertThat(queued.fence()).isEqualTo(2);
        assertThat(taken.fence()).isEqualTo(3);
        assertThat(store.events("io.serai.conversation.queued")).isEqualTo(1);
        assertThat(store.events("io.serai.conversation.assigned")).isEqualTo(1);
    }

    @Test
    void aRefusedStepChangesNothing() {
        Conversation before = store.commit(OwnershipTest::opened);

        assertThatThrownBy(() -> store.commit(page -> hand(page, before, Kind.OFFER)))
                .isInstanceOf(Refused.class);

        assertThat(store.conversation(before.id())).isEqualTo(before);
        assertThat(store.events("io.serai.conversation.offered")).isZero();
    }

    @Test
    void whoActsOnAnOlderViewIsRefused() {
        Conversation seen = store.commit(page -> hand(page, opened(page), Kind.QUEUE));
        Conversation now = store.commit(page -> hand(page, seen, Kind.AGENT));

        assertThatThrownBy(() -> Ownership.check(now, seen.fence()))
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.code()).isEqualTo(Refused.Code.STALE));
    }

    private boolean isAllowed(Kind from, Kind to) {
        Conversation there = Conversation.opened(ZHANG, clock.instant()).handedTo(owner(from));
        try {
            store.commit(
                    page -> {
                        Ownership.hand(page, there, owner(to), "test", clock.instant());
                        return true;
                    });
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private Conversation hand(Page page, Conversation conversation, Kind to) {
        return Ownership.hand(page, conversation, owner(to), "test", clock.instant());
    }

    private static Conversation opened(Page page) {
        Conversation opened = Conversation.opened(ZHANG, new SettableClock().instant());
        page.put(opened);
        return opened;
    }

    private Owner owner(Kind kind) {
        return switch (kind) {
            case BOT -> Owner.bot(clock.instant());
            case QUEUE -> Owner.queue(null, clock.instant());
            case OFFER -> Owner.offer("mei", null, clock.instant(), clock.instant());
            case AGENT -> Owner.agent("mei", null, clock.instant());
            case CLOSED -> Owner.closed(clock.instant());
        };
    }
}
