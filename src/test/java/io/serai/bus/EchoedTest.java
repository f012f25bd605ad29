package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.LedgerOnDisk;
import io.serai.store.Page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** What a platform's echo says about messages whose answer was lost, or is not there yet. */
class EchoedTest {

    private static final Address ZHANG = new Address("douyin", "main", "zhang");
    private static final String ID = ZHANG.conversation();
    private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir private Path folder;
    private LedgerOnDisk store;

    LedgerOnDisk open() {
        return new LedgerOnDisk(folder);
    }

    @BeforeEach
    void start() {
        store = open();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void anEchoProvesThatAMessageWentOutWhoseAnswerWasLost() {
        says("在的", NOON);
        called(1);
        settled(1, Delivery.unknown("no answer"));

        echo("k1", "在的", NOON.plusSeconds(1));

        assertThat(talk()).containsExactly("在的 SENT");
        assertThat(store.events("io.serai.message.status")).as("unknown, then sent").isEqualTo(2);
    }

    @Test
    void theSameEchoAgainSaysNothingAboutTheNextMessageOfTheSameWords() {
        says("在的", NOON);
        says("在的", NOON);
        called(1);
        settled(1, Delivery.unknown("no answer"));
        called(2);
        settled(2, Delivery.unknown("no answer"));

        echo("k1", "在的", NOON.plusSeconds(1));
        assertThat(echo("k1", "在的", NOON.plusSeconds(1)).duplicate()).isTrue();

        assertThat(talk()).containsExactly("在的 SENT", "在的 UNKNOWN");
        echo("k2", "在的", NOON.plusSeconds(2));
        assertThat(talk()).containsExactly("在的 SENT", "在的 SENT");
    }

    @Test
    void anEchoThatIsFasterThanTheAnswerAgreesWithIt() {
        says("在的", NOON);
        called(1);

        echo("k1", "在的", NOON.plusSeconds(1));
        assertThat(store.toBeSent(ID)).as("its call is still under way").isEqualTo(1);
        settled(1, Delivery.sent("k1"));

        assertThat(talk()).containsExactly("在的 SENT");
        assertThat(store.toBeSent(ID)).isZero();
        assertThat(echo("k1", "在的", NOON.plusSeconds(1)).duplicate()).isTrue();
    }

    @Test
    void anEchoThatIsFasterThanTheAnswerIsNotTakenForAnEarlierMessages() {
        says("在的", NOON.minusSeconds(60));
        called(1);
        settled(1, Delivery.unknown("no answer"));
        says("在的", NOON);
        called(2);

        echo("k2", "在的", NOON.plusSeconds(1));
        settled(2, Delivery.sent("k2"));

        assertThat(talk()).containsExactly("在的 UNKNOWN", "在的 SENT");
    }

    @Test
    void anAnswerThatIsLostAfterItsEchoDoesNotTakeTheMessageBack() {
        says("在的", NOON);
        says("请说", NOON);
        called(1);
        echo("k1", "在的", NOON.plusSeconds(1));
        settled(1, Delivery.unknown("no answer"));
        called(2);
        echo("k2", "请说", NOON.plusSeconds(1));

        // The hub is killed; the next one finds the call.
        Turn turn = called(3, Duration.ofMinutes(-1), true);

        assertThat(turn).isInstanceOf(Turn.None.class);
        assertThat(talk()).containsExactly("在的 SENT", "请说 SENT");
        assertThat(store.toBeSent(ID)).isZero();
    }

    @Test
    void whatWasKilledWithTheHubIsFoundByItsEcho() {
        says("在的", NOON);
        called(1);
        called(2, Duration.ofMinutes(1), true);
        assertThat(talk()).containsExactly("在的 UNKNOWN");

        echo("k1", "在的", NOON.plusSeconds(1));

        assertThat(talk()).containsExactly("在的 SENT");
    }

    @Test
    void theEchoOfAMessageWhoseAnswerCameIsNews() {
        says("在的", NOON);
        says("在的", NOON);
        called(1);
        settled(1, Delivery.sent("k1"));
        called(2);
        settled(2, Delivery.unknown("no answer"));

        assertThat(echo("k1", "在的", NOON.plusSeconds(1)).duplicate()).isTrue();

        assertThat(talk()).containsExactly("在的 SENT", "在的 UNKNOWN");
    }

    @Test
    void otherWordsAndOtherTimesAreNotTheMessage() {
        says("在的", NOON);
        called(1);
        settled(1, Delivery.unknown("no answer"));
        says("不在", NOON);

        echo("k1", "别的", NOON.plusSeconds(1));
        echo("k2", "在的", NOON.minusSeconds(6));
        echo("k3", "在的", NOON.plus(Duration.ofMinutes(11)));
        echo("k4", "不在", NOON.plusSeconds(1));

        assertThat(talk()).containsExactly("在的 UNKNOWN", "不在 QUEUED");
        echo("k5", "在的", NOON.minusSeconds(4));
        assertThat(talk()).containsExactly("在的 SENT", "不在 QUEUED");
    }

    @Test
    void anEchoOfWhatTheHubKnowsNothingOfIsNobodys() {
        Inbox.Stored stored = echo("k1", "在的", NOON);

        assertThat(stored.message()).isNull();
        assertThat(store.conversations().find(ID)).isEmpty();
    }

    private void says(String text, Instant at) {
        store.commit(
                page -> {
                    Conversation known =
                            page.conversation(ID).orElseGet(() -> Conversation.opened(ZHANG, NOON));
                    Draft draft =
                            Draft.of(
                                    Sender.agent("mei", null),
                                    new Content.Text(text),
                                    null,
                                    null,
                                    Status.QUEUED,
                                    null,
                                    at);
                    Page.Placed placed = page.append(known, draft);
                    page.enqueue(placed.message());
                    return placed;
                });
    }

    private void called(int number) {
        assertThat(called(number, Duration.ofMinutes(1), false)).isInstanceOf(Turn.Of.class);
    }

    private Turn called(int number, Duration limit, boolean alone) {
        return store.ledger()
                .commitNow(new Turn.Lease(ID, new UUID(0, number), limit, alone, CLOCK));
    }

    private void settled(long seq, Delivery delivery) {
        store.ledger().commitNow(new Settled(ID, seq, delivery));
    }

    private Inbox.Stored echo(String key, String text, Instant at) {
        Inbound.Echo echo = new Inbound.Echo(ZHANG, key, at, it -> it.words().equals(text));
        return store.ledger().commitNow(Inbox.unit(echo, CLOCK));
    }

    private List<String> talk() {
        return store.conversations().after(ID, 0, 100).stream().map(EchoedTest::line).toList();
    }

    private static String line(Message message) {
        return message.content().words() + " " + message.status();
    }
}
