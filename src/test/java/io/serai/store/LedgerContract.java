package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Address;
import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What every store keeps, whatever database it is on. */
abstract class LedgerContract {

    private static final Address ZHANG = new Address("wechat", "main", "zhang");

    private final ConcurrentLinkedQueue<Change> changes = new ConcurrentLinkedQueue<>();
    private LedgerOnDisk store;
    private Ledger ledger;
    private Conversations conversations;

    private volatile Runnable trouble = () -> {};

    /** Opens the store of this test, the same one each time. */
    abstract LedgerOnDisk open(LedgerListener listener);

    @BeforeEach
    void open() {
        store =
                open(
                        heard -> {
                            changes.addAll(heard);
                            trouble.run();
                        });
        ledger = store.ledger();
        conversations = store.conversations();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void messagesOfOneConversationAreNumberedWithoutAGapInTheOrderTheyCame() {
        List<CompletableFuture<Message>> stored =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> ledger.commit(new Say(ZHANG, "m" + i)))
                        .toList();

        assertThat(stored.stream().map(CompletableFuture::join).map(Message::seq))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 1_000).boxed().toList());
        assertThat(conversations.after(ZHANG.conversation(), 0, 2_000))
                .extracting(message -> message.content().words())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void aListShowsWhatPeopleSaidAndNotTheHubsOwnNotices() {
        ledger.commit(new Say(ZHANG, "where is my order?")).join();
        ledger.commit(new Say(ZHANG, Sender.system(), "you are second in line", Instant.now()))
                .join();

        Conversation shown = conversations.find(ZHANG.conversation()).orElseThrow();
        assertThat(shown.lastSeq()).isEqualTo(2);
        assertThat(shown.preview()).isEqualTo("where is my order?");
    }

    @Test
    void theSameKeyAgainIsTheSameMessageEvenWithinOneCommit() {
        var first = ledger.commit(new Say(ZHANG, "hello"));
        var second = ledger.commit(new Say(ZHANG, "hello"));
        var third = ledger.commit(new Say(ZHANG, "hello"));

        assertThat(Stream.of(first, second, third).map(CompletableFuture::join).map(Message::seq))
                .containsOnly(1L);
        assertThat(conversations.after(ZHANG.conversation(), 0, 10)).hasSize(1);
    }

    @Test
    void aUnitThatFailsLeavesNothingAndItsNeighboursStand() {
        var before = ledger.commit(new Say(ZHANG, "before"));
        var broken =
                ledger.commit(
                        new Say(ZHANG, "broken") {
                            @Override
                            public Message run(Page page) {
                                super.run(page);
                                page.sql().sql("update agent set presence = 'away'").update();
                                throw new IllegalStateException("on purpose");
                            }
                        });
        var after = ledger.commit(new Say(ZHANG, "after"));

        assertThat(before.join().seq()).isEqualTo(1);
        assertThatThrownBy(broken::join).hasRootCauseMessage("on purpose");
        assertThat(after.join().seq()).isEqualTo(2);
        assertThat(conversations.after(ZHANG.conversation(), 0, 10))
                .extracting(message -> message.content().words())
                .containsExactly("before", "after");
    }

    @Test
    void aUnitThatTheDatabaseRefusesDoesNotTakeItsNeighboursWithIt() {
        String long200 = "x".repeat(500);
        var before = ledger.commit(new Say(ZHANG, "before"));
        var broken =
                ledger.commit(
                        new Say(
                                new Address("wechat", "main", long200),
                                "user id too long for its column"));
        var after = ledger.commit(new Say(ZHANG, "after"));

        assertThat(before.join().seq()).isEqualTo(1);
        assertThatThrownBy(broken::join)
                .hasCauseInstanceOf(org.springframework.dao.DataAccessException.class);
        assertThat(after.join().seq()).isEqualTo(2);
    }

    @Test
    void aReasonTooLongForItsColumnIsCut() {
        Message message = ledger.commit(new Say(ZHANG, "hello")).join();

        ledger.commitNow(
                unit(
                        page -> {
                            page.status(message, Status.UNKNOWN, "\uD83D\uDE00".repeat(500), null);
                            return true;
                        }));

        assertThat(conversations.message(message.conversation(), 1).orElseThrow().reason())
                .isEqualTo("\uD83D\uDE00".repeat(200));
    }

    @Test
    void aCharacterThatADatabaseLacksCostsThatCharacterAndNotTheMessage() {
        String name = "\0" + "N".repeat(300);
        ledger.commit(
                        new Say(ZHANG, "one\0, a written \\u0000 and a \\") {
                            @Override
                            public Message run(Page page) {
                                Message said = super.run(page);
                                Conversation opened =
                                        page.conversation(ZHANG.conversation()).orElseThrow();
                                page.put(opened.knownAs(name, Map.of("name", name)));
                                return said;
                            }
                        })
                .join();
        ObjectNode data = Json.MAPPER.createObjectNode().put("customerCode", "C\0-1");
        ledger.commit(
                        Unit.on(
                                ZHANG.conversation(),
                                page ->
                                        page.record(
                                                "/systems/erp",
                                                "io.serai.order.paid",
                                                "E1",
                                                data,
                                                UUID.randomUUID(),
                                                Instant.now())))
                .join();

        Conversation kept = conversations.find(ZHANG.conversation()).orElseThrow();
        assertThat(kept.preview()).isEqualTo("one\uFFFD, a written \\u0000 and a \\");
        assertThat(kept.name()).hasSize(200).startsWith("\uFFFDNN");
        assertThat(kept.attributes().get("name")).hasSize(301).startsWith("\uFFFDNN");
        assertThat(conversations.after(ZHANG.conversation(), 0, 10))
                .extracting(message -> message.content().words())
                .containsExactly("one\uFFFD, a written \\u0000 and a \\");
        assertThat(store.sql().sql("select sender from bi_messages").query(String.class).list())
                .containsExactly("customer");
        assertThat(store.sql().sql("select customer from bi_events").query(String.class).list())
                .containsExactly("C\uFFFD-1");
    }

    @Test
    void whileTheDatabaseIsAwayEveryUnitIsRefusedAndNoneWaitsForAnother() {
        store.source().close();

        List<CompletableFuture<Message>> refused =
                IntStream.range(0, 500)
                        .mapToObj(i -> ledger.commit(new Say(ZHANG, "m" + i)))
                        .toList();

        for (CompletableFuture<Message> future : refused) {
            assertThatThrownBy(() -> future.get(30, java.util.concurrent.TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreAway.class);
        }
    }

    @Test
    void listenersHearOfEveryChangeInOrderBeforeTheAuthorDoes() {
        ledger.commit(new Say(ZHANG, "one")).join();
        ledger.commit(new Say(ZHANG, "two")).join();

        assertThat(
                        changes.stream()
                                .filter(Change.Added.class::isInstance)
                                .map(change -> ((Change.Added) change).message().content().words()))
                .containsExactly("one", "two");
    }

    @Test
    void aListenerThatFailsCostsNobodyTheAnswer() {
        trouble =
                () -> {
                    throw new NoClassDefFoundError("a part that is missing");
                };

        assertThat(ledger.commit(new Say(ZHANG, "one"))).succeedsWithin(Duration.ofSeconds(30));
        assertThat(ledger.commit(new Say(ZHANG, "two"))).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void whatIsNotedBesideAConversationIsThereInItsOrderAndWithWhatItCameWith() {
        var notes = new Notes(store.sql());
        List<Event> noted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var data = Json.MAPPER.createObjectNode().put("orderNo", "E" + i);
            noted.add(store.commit(page -> note(page, data)));
        }
        assertThatThrownBy(
                        () ->
                                store.commit(
                                        page -> {
                                            note(page, Json.MAPPER.createObjectNode());
                                            throw new IllegalStateException("no");
                                        }))
                .hasMessageContaining("no");

        List<Notes.Note> latest = notes.of(ZHANG.conversation(), null, 3);
        List<Notes.Note> earlier =
                notes.of(ZHANG.conversation(), UUID.fromString(latest.getFirst().id()), 3);

        assertThat(latest).extracting(Notes.Note::event).isEqualTo(noted.subList(2, 5));
        assertThat(earlier).extracting(Notes.Note::event).isEqualTo(noted.subList(0, 2));
        assertThat(notes.of(new Address("web", "main", "li").conversation(), null, 3)).isEmpty();
    }

    private static Event note(Page page, ObjectNode data) {
        Instant now = Instant.parse("2026-11-21T08:00:00.123Z");
        Event event = page.record("/systems/erp", "io.serai.order.paid", "E1", data, null, now);
        page.note(ZHANG.conversation(), event);
        return event;
    }

    @Test
    void aStatusNeverGoesBack() {
        Message message = ledger.commit(new Say(ZHANG, "hello")).join();
        List<Status> seen = new ArrayList<>();

        for (Status status : List.of(Status.SENT, Status.READ, Status.DELIVERED, Status.FAILED)) {
            ledger.commitNow(
                    unit(
                            page -> {
                                page.status(message, status, null, null);
                                return true;
                            }));
            seen.add(conversations.message(message.conversation(), 1).orElseThrow().status());
        }

        assertThat(seen).containsExactly(Status.SENT, Status.READ, Status.READ, Status.READ);
    }

    @Test
    void whatAPlatformCallsAMessageIsKnownBesideItsAuthorsOwnKey() {
        Message message = ledger.commit(new Say(ZHANG, "hello")).join();
        UUID echo = Keys.of(ZHANG.conversation(), "@platform-1");
        var named =
                ledger.commit(
                        unit(
                                page -> {
                                    page.status(message, Status.SENT, null, echo);
                                    return true;
                                }));
        var echoOfTheSameCommit = ledger.commit(new Known(echo));

        assertThat(named.join()).isTrue();
        assertThat(echoOfTheSameCommit.join()).isEqualTo(1);
        assertThat(ledger.commitNow(new Known(echo))).isEqualTo(1);
        assertThat(ledger.commitNow(new Say(ZHANG, "hello")).seq()).isEqualTo(1);
        assertThat(conversations.after(ZHANG.conversation(), 0, 10)).hasSize(1);
    }

    /** The place of the message with this key, 0 if there is none. */
    private record Known(java.util.UUID key) implements Unit<Long> {

        @Override
        public List<String> conversations() {
            return List.of(ZHANG.conversation());
        }

        @Override
        public List<java.util.UUID> keys() {
            return List.of(key);
        }

        @Override
        public Long run(Page page) {
            return page.seen(key).map(Page.Seen::seq).orElse(0L);
        }
    }

    @Test
    void aConversationComesBackAsItWasPut() {
        Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
        Conversation put =
                Conversation.opened(ZHANG, now)
                        .knownAs("张三", java.util.Map.of("customer", "C1"))
                        .replyingTo(java.util.Map.of("msg_id", "@x"))
                        .handedTo(Owner.offer("agent1", "returns", now, now.plusSeconds(30)))
                        .handled(3, 2, java.util.Map.of("awaiting", "order"));

        ledger.commitNow(
                unit(
                        page -> {
                            page.put(put);
                            return true;
                        }));

        assertThat(conversations.find(put.id())).contains(put);
    }

    @Test
    void whatWasCommittedIsThereAfterTheLedgerIsOpenedAgain() {
        ledger.commit(new Say(ZHANG, "kept")).join();
        close();

        open();

        assertThat(conversations.after(ZHANG.conversation(), 0, 10)).hasSize(1);
        assertThat(ledger.commit(new Say(ZHANG, "next")).join().seq()).isEqualTo(2);
    }

    private static <R> Unit<R> unit(java.util.function.Function<Page, R> work) {
        return Unit.on(ZHANG.conversation(), work);
    }
}
