package io.serai.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.SettableClock;
import io.serai.bot.HandOver;
import io.serai.bot.Verdict;
import io.serai.bus.Arrival;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.LedgerOnDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ConversationFlowTest {

    private static final Address ZHANG = new Address("wechat", "main", "zhang");
    private static final String ID = ZHANG.conversation();

    @TempDir private Path folder;

    private final SettableClock clock = new SettableClock();
    private LedgerOnDisk store;
    private ConversationFlow flow;

    @BeforeEach
    void open() {
        store = openStore();
        flow = new ConversationFlow(store.ledger(), store.conversations(), clock);
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatTheBotSaysIsStoredAndOnItsWayAndTheMessageIsDealtWith() {
        Arrival arrival = says("怎么退货");

        Conversation after = flow.answer(arrival, verdict(null, "第一句", "第二句"));

        assertThat(store.words(ID)).containsExactly("怎么退货", "第一句", "第二句");
        assertThat(store.toBeSent(ID)).isEqualTo(2);
        assertThat(after.handledSeq()).isEqualTo(1);
        assertThat(store.conversation(ID)).isEqualTo(after).matches(it -> !it.pending());
        assertThat(after.memory()).containsEntry("asked", "once");
    }

    @Test
    void aHandOverComesAfterTheWordsInTheSameStep() {
        Conversation after =
                flow.answer(says("转人工"), verdict(new HandOver("asked", "returns"), "马上"));

        assertThat(after.owner()).isEqualTo(Owner.queue("returns", clock.instant()));
        assertThat(flow.isQueued(after)).isTrue();
        assertThat(store.words(ID)).containsExactly("转人工", "马上");
    }

    @Test
    void theSameArrivalTwiceChangesNothing() {
        Arrival arrival = says("怎么退货");
        Conversation once = flow.answer(arrival, verdict(null, "这样退"));

        Conversation twice = flow.answer(arrival, verdict(null, "这样退"));

        assertThat(twice).isEqualTo(once);
        assertThat(store.words(ID)).containsExactly("怎么退货", "这样退");
        assertThat(store.toBeSent(ID)).isEqualTo(1);
    }

    @Test
    void ifAHumanTookItMeanwhileTheBotSaysNothingMore() {
        Arrival arrival = says("怎么退货");
        give(Owner.queue(null, clock.instant()));
        give(Owner.agent("mei", null, clock.instant()));

        Conversation after = flow.answer(arrival, verdict(new HandOver("asked", null), "太迟了"));

        assertThat(after.owner().isHeldBy("mei")).isTrue();
        assertThat(after.handledSeq()).isEqualTo(1);
        assertThat(store.words(ID)).containsExactly("怎么退货");
        assertThat(store.toBeSent(ID)).isZero();
    }

    @Test
    void whoWritesAfterTheCloseIsTheBotsAgain() {
        flow.answer(says("一"), verdict(null, "好"));
        give(Owner.closed(clock.instant()));
        Arrival later = says("二");

        assertThat(flow.isForBot(flow.current(later))).isTrue();
        assertThat(flow.answer(later, verdict(null, "您好")).owner().kind())
                .isEqualTo(Owner.Kind.BOT);
        assertThat(store.words(ID)).containsExactly("一", "好", "二", "您好");
    }

    @Test
    void theBotIsNotAskedWhileAHumanHasIt() {
        says("一");
        Arrival second = says("二");
        give(Owner.queue(null, clock.instant()));

        assertThat(flow.isForBot(flow.current(second))).isFalse();
    }

    @Test
    void whatAHumanSeesIsDealtWithAndNeverTheBotsAgain() {
        Arrival first = says("一");
        Arrival second = says("二");
        flow.answer(first, verdict(new HandOver("asked", null), "好"));

        Conversation after = flow.seen(second);

        assertThat(after.pending()).isFalse();
        assertThat(store.backlog().toHandle()).isEmpty();
        assertThat(flow.seen(second)).isEqualTo(after);
    }

    @Test
    void whatTheFlowCouldNotHandleIsKeptAndAHumanGetsIt() {
        Arrival arrival = says("怎么退货");
        DeadLetters letters = new DeadLetters(store.ledger(), clock, new SimpleMeterRegistry());

        Conversation after =
                letters.keep(arrival, new IllegalStateException("on purpose"), "conversation");

        assertThat(after.owner().kind()).isEqualTo(Owner.Kind.QUEUE);
        assertThat(store.conversation(ID).pending()).isFalse();
        assertThat(store.events("io.serai.message.dead")).isEqualTo(1);
    }

    private Arrival says(String text) {
        return store.commit(
                page -> {
                    Conversation conversation =
                            page.conversation(ID)
                                    .orElseGet(() -> Conversation.opened(ZHANG, clock.instant()));
                    var placed =
                            page.append(
                                    conversation,
                                    Draft.of(
                                            Sender.customer("zhang", null),
                                            new Content.Text(text),
                                            null,
                                            null,
                                            Status.DELIVERED,
                                            null,
                                            clock.instant()));
                    return new Arrival(placed.conversation(), placed.message(), false);
                });
    }

    private void give(Owner owner) {
        store.commit(
                page ->
                        Ownership.hand(
                                page,
                                page.conversation(ID).orElseThrow(),
                                owner,
                                "test",
                                clock.instant()));
    }

    private static Verdict verdict(@Nullable HandOver handOver, String... words) {
        return new Verdict(
                "faq",
                List.of(words).stream().<Content>map(Content.Text::new).toList(),
                handOver,
                0,
                Map.of("asked", "once"),
                1);
    }
}
