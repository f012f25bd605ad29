package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.engines.Engines;
import io.serai.engines.Postgres;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Two nodes write to one PostgreSQL at once, and it is as if there were one. */
class TwoNodesTest {

    private static final Address ZHANG = new Address("wechat", "main", "zhang");

    private final Postgres postgres = Engines.postgres();
    private LedgerOnDisk here;
    private LedgerOnDisk there;

    @BeforeEach
    void open() {
        String url = postgres.freshDatabase();
        here = new LedgerOnDisk(postgres, url);
        there = new LedgerOnDisk(postgres, url);
    }

    @AfterEach
    void close() {
        nothingHangs();
        here.close();
        there.close();
    }

    @Test
    void aMessageThatComesToBothAtOnceIsStoredOnceAndTheOtherIsToldSo() {
        List<CompletableFuture<Boolean>> outcomes = new ArrayList<>();

        for (int i = 0; i < 200; i++) {
            outcomes.add(here.ledger().commit(new IsNew(new Say(ZHANG, "m" + i))));
            outcomes.add(there.ledger().commit(new IsNew(new Say(ZHANG, "m" + i))));
        }

        for (int i = 0; i < 200; i++) {
            assertThat(List.of(get(outcomes.get(2 * i)), get(outcomes.get(2 * i + 1))))
                    .as("m" + i)
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThat(here.words(ZHANG.conversation()))
                .containsExactlyInAnyOrderElementsOf(words("m", 200));
        assertGapless(ZHANG, 200);
    }

    @Test
    void theFirstMessagesOfANewConversationAtBothAtOnceAreItsFirstTwo() {
        List<Address> addresses = addresses("new", 200);
        List<CompletableFuture<Message>> said = new ArrayList<>();

        for (Address address : addresses) {
            said.add(here.ledger().commit(new Say(address, "here")));
            said.add(there.ledger().commit(new Say(address, "there")));
        }
        said.forEach(TwoNodesTest::get);

        for (Address address : addresses) {
            assertGapless(address, 2);
            assertThat(here.words(address.conversation()))
                    .containsExactlyInAnyOrder("here", "there");
        }
    }

    @Test
    void messagesOfManyConversationsGivenToBothInTurnAreNumberedWithoutAGap() {
        List<Address> addresses = addresses("turn", 200);
        List<CompletableFuture<Message>> said = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            for (Address address : addresses) {
                said.add((i % 2 == 0 ? here : there).ledger().commit(new Say(address, "m" + i)));
            }
        }
        said.forEach(TwoNodesTest::get);

        for (Address address : addresses) {
            assertGapless(address, 10);
            assertThat(there.words(address.conversation()))
                    .containsExactlyInAnyOrderElementsOf(words("m", 10));
        }
    }

    @Test
    void unitsThatLockTheSameConversationsInOppositeOrderAreAllDoneOnceAndNoneHangs() {
        Address li = new Address("wechat", "main", "li");
        get(here.ledger().commit(new Say(ZHANG, "hello")));
        get(here.ledger().commit(new Say(li, "hello")));
        List<CompletableFuture<Boolean>> done = new ArrayList<>();

        for (int i = 0; i < 100; i++) {
            done.add(here.ledger().commit(bothSpokenTo(ZHANG, li, "here" + i)));
            done.add(there.ledger().commit(bothSpokenTo(li, ZHANG, "there" + i)));
        }
        done.forEach(TwoNodesTest::get);

        for (Address address : List.of(ZHANG, li)) {
            assertGapless(address, 201);
            assertThat(here.words(address.conversation())).doesNotHaveDuplicates();
        }
    }

    @Test
    void aStatusThatTwoNodesMoveAtOnceEndsAtTheFurthest() {
        Message message = get(here.ledger().commit(new Say(ZHANG, "hello")));
        List<CompletableFuture<Boolean>> moves = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            moves.add(here.ledger().commit(moved(message, Status.READ)));
            moves.add(there.ledger().commit(moved(message, Status.DELIVERED)));
        }
        moves.forEach(TwoNodesTest::get);

        assertThat(here.conversations().message(message.conversation(), 1).orElseThrow().status())
                .isEqualTo(Status.READ);
    }

    private static Unit<Boolean> moved(Message message, Status status) {
        return Unit.of(
                page -> {
                    page.status(message, status, null, null);
                    return true;
                });
    }

    /** Says something to one and then to the other, neither announced beforehand. */
    private static Unit<Boolean> bothSpokenTo(Address first, Address second, String text) {
        return Unit.of(
                page -> {
                    for (Address address : List.of(first, second)) {
                        page.append(
                                page.conversation(address.conversation()).orElseThrow(),
                                Draft.of(
                                        Sender.system(),
                                        new Content.Text(text),
                                        null,
                                        null,
                                        Status.QUEUED,
                                        null,
                                        Instant.now()));
                    }
                    return true;
                });
    }

    /** Stores what is said and tells whether it was new. */
    private record IsNew(Say say) implements Unit<Boolean> {
        @Override
        public List<String> conversations() {
            return say.conversations();
        }

        @Override
        public List<UUID> keys() {
            return say.keys();
        }

        @Override
        public Boolean run(Page page) {
            boolean seen = page.seen(keys().getFirst()).isPresent();
            say.run(page);
            return !seen;
        }
    }

    private void assertGapless(Address address, int count) {
        assertThat(here.conversations().after(address.conversation(), 0, count + 10))
                .extracting(Message::seq)
                .as(address.user())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(here.conversation(address.conversation()).lastSeq()).isEqualTo(count);
    }

    private void nothingHangs() {
        assertThat(
                        JdbcClient.create(here.source())
                                .sql(
                                        "select count(*) from pg_stat_activity where datname ="
                                                + " current_database() and pid <> pg_backend_pid()"
                                                + " and state like '%transaction%'")
                                .query(Integer.class)
                                .single())
                .as("transactions left open")
                .isZero();
    }

    private static List<Address> addresses(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Address("wechat", "main", name + i))
                .toList();
    }

    private static List<String> words(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + i).toList();
    }

    private static <R> R get(CompletableFuture<R> future) {
        return future.orTimeout(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS).join();
    }
}
