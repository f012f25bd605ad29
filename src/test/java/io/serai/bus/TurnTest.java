package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.engines.Engines;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.LedgerOnDisk;
import io.serai.store.Page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Whose turn it is to call a platform, for nodes whose machines' clocks are ten minutes apart. */
class TurnTest {

    private static final Duration OFF = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Address ZHANG = new Address("wechat", "main", "zhang");

    private final String url = Engines.postgres().freshDatabase();
    private final LedgerOnDisk here = new LedgerOnDisk(Engines.postgres(), url);
    private final LedgerOnDisk there = new LedgerOnDisk(Engines.postgres(), url);
    private final Clock late = here.clockOfMachineOffBy(OFF.negated());
    private final Clock early = there.clockOfMachineOffBy(OFF);

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aCallUnderWayOnTheOneIsNotTakenForLostByTheOther() {
        anAnswerIsToBeSent();
        UUID call = UUID.randomUUID();

        assertThat(here.ledger().commitNow(lease(call, late))).isInstanceOf(Turn.Of.class);
        assertThat(there.ledger().commitNow(lease(UUID.randomUUID(), early)))
                .isInstanceOf(Turn.Elsewhere.class);

        assertThat(here.ledger().commitNow(lease(call, late)))
                .as("the same call once more")
                .isInstanceOf(Turn.Of.class);
        Message message = here.conversations().message(ZHANG.conversation(), 1).orElseThrow();
        assertThat(message.status()).isEqualTo(Status.QUEUED);
    }

    @Test
    void aCallThatWasLostOnTheOneIsUnknownToTheOtherWhenItsTimeIsOverAndNotMinutesLater() {
        anAnswerIsToBeSent();
        Turn.Lease lost =
                new Turn.Lease(
                        ZHANG.conversation(), UUID.randomUUID(), LIMIT.negated(), false, early);
        there.ledger().commitNow(lost);

        assertThat(here.ledger().commitNow(lease(UUID.randomUUID(), late)))
                .isInstanceOf(Turn.None.class);

        Message message = here.conversations().message(ZHANG.conversation(), 1).orElseThrow();
        assertThat(message.status()).isEqualTo(Status.UNKNOWN);
    }

    private void anAnswerIsToBeSent() {
        here.commit(
                page -> {
                    Conversation opened = Conversation.opened(ZHANG, late.instant());
                    Page.Placed placed = page.append(opened, answer());
                    page.enqueue(placed.message());
                    return placed;
                });
    }

    private static Turn.Lease lease(UUID call, Clock clock) {
        return new Turn.Lease(ZHANG.conversation(), call, LIMIT, false, clock);
    }

    private static Draft answer() {
        return Draft.of(
                Sender.bot("test"),
                new Content.Text("您好"),
                null,
                null,
                Status.QUEUED,
                null,
                Instant.now());
    }
}
