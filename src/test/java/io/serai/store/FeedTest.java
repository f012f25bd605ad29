package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.engines.Engines;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Event;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.event.Types;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

class FeedTest {

    private static final Address ZHANG = new Address("wechat", "main", "zhang");
    private static final List<String> ALL = List.of();

    enum Database {
        H2,
        POSTGRESQL
    }

    @TempDir private Path folder;
    private final List<OpenStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(OpenStore::close);
    }

    @ParameterizedTest
    @EnumSource
    void everyEventComesOnceAndInOrderHoweverItIsPaged(Database database) {
        OpenStore store = open(url(database));
        IntStream.range(0, 25).forEach(i -> store.say(ZHANG, "m" + i));

        List<Event> events = readAll(store.shown(), store.feed().start(), ALL, 7);

        assertThat(events)
                .extracting(event -> event.data().at("/content/text").asText())
                .containsExactlyElementsOf(IntStream.range(0, 25).mapToObj(i -> "m" + i).toList());
        Event first = events.getFirst();
        assertThat(first.type()).isEqualTo(Types.MESSAGE_RECEIVED);
        assertThat(first.source()).isEqualTo("/channels/wechat/main");
        assertThat(first.subject()).isEqualTo(ZHANG.conversation());
        assertThat(first.data().at("/conversation").asText()).isEqualTo(ZHANG.conversation());
        assertThat(first.data().at("/seq").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aPageSaysWhetherThereIsMoreAndWhereToGoOn(Database database) {
        OpenStore store = open(url(database));
        IntStream.range(0, 3).forEach(i -> store.say(ZHANG, "m" + i));
        Feed feed = store.shown();

        Feed.Slice two = feed.after(feed.start(), ALL, 2);
        Feed.Slice last = feed.after(Cursor.of(two.cursor().toString()), ALL, 2);
        Feed.Slice none = feed.after(last.cursor(), ALL, 2);

        assertThat(two.more()).isTrue();
        assertThat(last.entries()).hasSize(1);
        assertThat(last.more()).isFalse();
        assertThat(none.entries()).isEmpty();
        assertThat(none.cursor()).isEqualTo(last.cursor()).isEqualTo(feed.end());
        assertThat(two.entries().getLast().cursor()).isEqualTo(two.cursor());
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheTypesAskedForComeAndTheCursorPassesTheOthers(Database database) {
        OpenStore store = open(url(database));
        Message answer = store.answer(ZHANG, "hello");
        store.move(answer, Status.SENT);
        store.say(ZHANG, "thanks");
        Feed feed = store.shown();

        Feed.Slice statuses = feed.after(feed.start(), List.of(Types.MESSAGE_STATUS), 10);
        Feed.Slice messages =
                feed.after(feed.start(), List.of(Types.MESSAGE_SENT, "io.serai.message.rece"), 10);

        assertThat(statuses.entries()).hasSize(1);
        assertThat(statuses.cursor()).isEqualTo(feed.end());
        assertThat(messages.entries()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aStatusThatMovesIsAnEventAndOneThatDoesNotIsNone(Database database) {
        OpenStore store = open(url(database));
        Message answer = store.answer(ZHANG, "hello");

        store.move(answer, Status.SENT);
        store.move(answer, Status.SENT);
        store.moveUpTo(answer, Status.READ);
        store.moveUpTo(answer, Status.DELIVERED);
        store.move(answer, Status.DELIVERED);

        List<Event> moves =
                readAll(store.shown(), store.feed().start(), List.of(Types.MESSAGE_STATUS), 10);
        assertThat(moves)
                .extracting(
                        event -> event.data().at("/status").asText(),
                        event -> event.data().at("/upTo").asBoolean(),
                        event -> event.data().at("/seq").asLong())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("sent", false, 1L),
                        org.assertj.core.groups.Tuple.tuple("read", true, 1L));
        assertThat(moves.getFirst().subject()).isEqualTo(ZHANG.conversation());
        assertThat(moves.getFirst().source()).isEqualTo("/channels/wechat/main");
    }

    @ParameterizedTest
    @EnumSource
    void aReaderWhoGoesOnFromCursorToCursorMissesNothingWhileOthersWrite(Database database) {
        String url = url(database);
        List<OpenStore> nodes =
                database == Database.H2 ? List.of(open(url)) : List.of(open(url), open(url));
        int each = 400;
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            OpenStore node = nodes.get(writer % nodes.size());
            Address address = new Address("wechat", "main", "user" + writer);
            writers.add(
                    CompletableFuture.runAsync(
                            () -> IntStream.range(0, each).forEach(i -> node.say(address, "m" + i)),
                            task -> Thread.ofVirtual().start(task)));
        }
        CompletableFuture<Void> written =
                CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));

        Feed feed = nodes.getLast().feed();
        List<Event> read = new ArrayList<>();
        AtomicReference<Cursor> place = new AtomicReference<>(feed.start());
        while (!written.isDone()) {
            place.set(readOn(feed, place.get(), read));
        }
        written.join();
        // Transactions of other tests in the same PostgreSQL may hold the end back for a moment.
        await().until(
                        () -> {
                            place.set(readOn(feed, place.get(), read));
                            return read.size() >= 4 * each;
                        });

        assertThat(read).extracting(Event::id).doesNotHaveDuplicates().hasSize(4 * each);
        Map<String, List<Long>> places =
                read.stream()
                        .collect(
                                java.util.stream.Collectors.groupingBy(
                                        event -> String.valueOf(event.subject()),
                                        java.util.stream.Collectors.mapping(
                                                event -> event.data().at("/seq").asLong(),
                                                java.util.stream.Collectors.toList())));
        assertThat(places.values()).allSatisfy(seqs -> assertThat(seqs).isSorted());
    }

    private static Cursor readOn(Feed feed, Cursor place, List<Event> read) {
        Feed.Slice slice;
        do {
            slice = feed.after(place, ALL, 50);
            slice.entries().forEach(entry -> read.add(entry.event()));
            place = slice.cursor();
        } while (slice.more());
        return place;
    }

    /** The one that a plain number as a cursor would miss for ever. */
    @Test
    void anEventWhoseTransactionBeganFirstAndCommitsLastIsNotMissed() throws Exception {
        OpenStore store = open(url(Database.POSTGRESQL));
        store.say(ZHANG, "before");
        Feed feed = store.feed();

        Cursor early;
        try (Connection slow = store.source().getConnection();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute(
                    "insert into event (id, type, source, time, body) values (gen_random_uuid(),"
                            + " 'io.serai.order.paid', '/systems/erp', now(), '{}')");
            store.say(ZHANG, "meanwhile");

            early = feed.after(feed.start(), ALL, 10).cursor();
            assertThat(feed.end()).isEqualTo(early);
            slow.commit();
        }

        assertThat(readAll(store.shown(), early, ALL, 10))
                .extracting(Event::type)
                .containsExactly(Types.ORDER_PAID, Types.MESSAGE_RECEIVED);
    }

    /**
     * One commit waits for a conversation while another node's writes in the next it is to have.
     */
    @Test
    void aConversationIsInOrderAlsoWhereWhoBeganFirstWroteLast() throws Exception {
        String url = url(Database.POSTGRESQL);
        OpenStore store = open(url);
        List<Address> three =
                IntStream.range(0, 3)
                        .mapToObj(i -> new Address("wechat", "main", "user" + i))
                        .sorted(Comparator.comparing(Address::conversation))
                        .toList();
        Address last = three.getLast();
        three.forEach(each -> store.say(each, "hello"));
        Message asked = store.answer(last, "how can I help?");
        OpenStore other = open(url);

        CompletableFuture<?> slow;
        try (Connection somebody = store.source().getConnection();
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute(
                    "select 1 from conversation where id = '%s' for update"
                            .formatted(three.get(1).conversation()));
            slow = store.ledger().commit(secondIn(last, asked, three));
            await().until(() -> isWaitedForIn(other));
            other.say(last, "first");
            somebody.rollback();
        }
        slow.join();
        store.say(last, "third");

        Feed feed = store.shown();
        assertThat(
                        readAll(feed, feed.start(), ALL, 2).stream()
                                .filter(event -> last.conversation().equals(event.subject()))
                                .map(FeedTest::told))
                .containsExactly("hello", "how can I help?", "first", "second", "sent", "third");
    }

    private static Unit<Boolean> secondIn(Address address, Message asked, List<Address> locked) {
        return new Unit<>() {
            @Override
            public List<String> conversations() {
                return locked.stream().map(Address::conversation).toList();
            }

            @Override
            public Boolean run(Page page) {
                Draft second =
                        Draft.of(
                                Sender.bot("test"),
                                new Content.Text("second"),
                                null,
                                null,
                                Status.QUEUED,
                                null,
                                Instant.now());
                page.append(page.conversation(address.conversation()).orElseThrow(), second);
                page.status(asked, Status.SENT, null, null);
                return true;
            }
        };
    }

    private static boolean isWaitedForIn(OpenStore store) {
        return JdbcClient.create(store.source())
                .sql(
                        "select exists (select from pg_stat_activity where datname ="
                                + " current_database() and wait_event_type = 'Lock')")
                .query(Boolean.class)
                .single();
    }

    private static String told(Event event) {
        return event.data()
                .path("content")
                .path("text")
                .asText(event.data().path("status").asText());
    }

    @ParameterizedTest
    @EnumSource
    void aCursorOfAnotherStoreIsTurnedAway(Database database) {
        OpenStore store = open(url(database));
        OpenStore other = open(url(Database.H2));
        store.say(ZHANG, "here");
        other.say(ZHANG, "there");

        assertThatThrownBy(() -> store.feed().after(other.feed().end(), ALL, 10))
                .isInstanceOf(CursorGone.class);
        assertThatThrownBy(() -> store.feed().after(other.feed().start(), ALL, 10))
                .isInstanceOf(CursorGone.class);
    }

    @ParameterizedTest
    @EnumSource
    void aCursorThatABackupDoesNotReachIsTurnedAwayEvenIfItsPlaceIsTakenAgain(Database database) {
        OpenStore store = open(url(database));
        store.say(ZHANG, "kept");
        Cursor kept = store.shown().end();
        store.say(ZHANG, "lost");
        Cursor lost = store.shown().end();

        var sql = JdbcClient.create(store.source());
        sql.sql("delete from event where seq = 2").update();
        assertThatThrownBy(() -> store.feed().after(lost, ALL, 10)).isInstanceOf(CursorGone.class);
        sql.sql(
                        "insert into event (position, id, type, source, time, body"
                                + (database == Database.H2 ? "" : ", tx")
                                + ") values (?, ?, 'io.serai.order.paid', '/systems/erp',"
                                + " current_timestamp, '{}'"
                                + (database == Database.H2 ? "" : ", " + lost.tx())
                                + ")")
                .params(lost.position(), java.util.UUID.randomUUID())
                .update();

        assertThatThrownBy(() -> store.feed().after(lost, ALL, 10)).isInstanceOf(CursorGone.class);
        assertThat(store.feed().after(kept, ALL, 10).entries()).hasSize(1);
    }

    /** A dump keeps the old cluster's transaction numbers; the new one counts from low again. */
    @Test
    void afterADumpIsRestoredIntoANewClusterNewEventsStillComeLast() {
        String url = url(Database.POSTGRESQL);
        Cursor before;
        try (OpenStore store = new OpenStore(url, "postgres")) {
            store.say(ZHANG, "old");
            JdbcClient.create(store.source())
                    .sql("update event set tx = tx + 1000000000000")
                    .update();
            Cursor end = store.feed().end();
            assertThat(end).as("as it would be without care").isEqualTo(store.feed().start());
        }

        OpenStore restored = open(url);
        before = restored.shown().end();
        restored.say(ZHANG, "new");

        assertThat(readAll(restored.shown(), before, ALL, 10))
                .extracting(event -> event.data().at("/content/text").asText())
                .containsExactly("new");
        assertThat(readAll(restored.feed(), restored.feed().start(), ALL, 10)).hasSize(2);
        assertThat(readAll(open(url).shown(), before, ALL, 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "latest!",
                "%%%",
                "AQ",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "é"
            })
    void whatIsNoCursorIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.of(text));
    }

    @Test
    void aCursorIsReadAsItWasWritten() {
        Cursor cursor = new Cursor(-7, 5, Long.MAX_VALUE, 3);

        assertThat(Cursor.of(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
    }

    private static List<Event> readAll(Feed feed, Cursor from, List<String> types, int limit) {
        List<Event> events = new ArrayList<>();
        Cursor place = from;
        Feed.Slice slice;
        do {
            slice = feed.after(place, types, limit);
            slice.entries().forEach(entry -> events.add(entry.event()));
            place = slice.cursor();
        } while (slice.more());
        return events;
    }

    private OpenStore open(String url) {
        OpenStore store = new OpenStore(url, "postgres");
        opened.add(store);
        return store;
    }

    private String url(Database database) {
        return switch (database) {
            case H2 -> "jdbc:h2:file:" + folder.resolve("serai" + opened.size());
            case POSTGRESQL -> Engines.postgres().freshDatabase();
        };
    }
}
