package io.serai.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.chaos.Finding.Kind;
import io.serai.chaos.Store.Conversation;
import io.serai.chaos.Store.Holder;
import io.serai.chaos.Store.Message;
import io.serai.chaos.Store.Owned;
import io.serai.chaos.Store.Spoke;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audit of the chaos proof finds each thing it is there to find. */
class AuditTest {

    private static final Holder BOT = new Holder("bot", "");
    private static final Holder QUEUE = new Holder("queue", "");
    private static final Holder CLOSED = new Holder("closed", "");

    private final Diary diary = new Diary("web", true);
    private final List<Message> messages = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final List<Store.Step> steps = new ArrayList<>();
    private final Map<String, Conversation> conversations = new LinkedHashMap<>();
    private final List<String> screen = new ArrayList<>();

    AuditTest() {
        diary.conversation = "c";
    }

    @Test
    void findsNothingWhereNothingIs() {
        said(1, 1);
        stored(1, "customer", "m1", Diary.question(1), "delivered");
        stored(2, "bot", "", "如何退货", "sent");
        conversation("web", "bot", "", 1, 2);
        diary.told.put(2L, "id2");

        assertThat(findings()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedMessageThatIsGone() {
        said(1, 1);
        conversation("web", "bot", "", 1, 0);

        assertThat(findings()).contains(Kind.LOST);
    }

    @Test
    void findsAMessageStoredTwice() {
        said(1, 1);
        stored(1, "customer", "m1", Diary.question(1), "delivered");
        stored(2, "customer", "m1", Diary.question(1), "delivered");
        conversation("web", "bot", "", 1, 2);

        assertThat(findings()).contains(Kind.DOUBLED);
    }

    @Test
    void findsMessagesThatChangedPlaces() {
        said(1, 2);
        said(2, 1);
        stored(1, "customer", "m2", Diary.question(2), "delivered");
        stored(2, "customer", "m1", Diary.question(1), "delivered");
        conversation("web", "bot", "", 1, 2);

        assertThat(findings()).contains(Kind.DISORDERED);
    }

    @Test
    void findsAGap() {
        said(1, 2);
        stored(2, "customer", "m1", Diary.question(1), "delivered");
        conversation("web", "bot", "", 1, 2);

        assertThat(findings()).contains(Kind.LOST);
    }

    @Test
    void findsAMessageTheCustomerWasNeverShown() {
        said(1, 1);
        stored(1, "customer", "m1", Diary.question(1), "delivered");
        stored(2, "bot", "", "如何退货", "sent");
        conversation("web", "bot", "", 1, 2);

        assertThat(findings()).containsExactly(Kind.LOST);
    }

    @Test
    void findsAQuestionTheBotNeverAnswered() {
        said(1, 1);
        stored(1, "customer", "m1", Diary.question(1), "delivered");
        conversation("web", "bot", "", 1, 1);

        assertThat(findings()).containsExactly(Kind.STUCK);
    }

    @Test
    void findsAReplyThatIsLostDoubledOrThereAlthoughItWasRefused() {
        Reply lost = replied("r1", Reply.Fate.STORED);
        Reply doubled = replied("r2", Reply.Fate.STORED);
        Reply refused = replied("r3", Reply.Fate.REFUSED);
        Reply open = replied("r4", Reply.Fate.OPEN);
        stored(1, "agent", doubled.id, "a", "sent");
        stored(2, "agent", doubled.id, "a", "sent");
        stored(3, "agent", refused.id, "b", "sent");

        assertThat(ReplyAudit.of(evidence()))
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.LOST, Kind.DOUBLED, Kind.DOUBLED, Kind.STUCK);
        assertThat(lost.key()).isNotEqualTo(open.key());
    }

    @Test
    void findsTwoOwners() {
        steps.add(new Owned("c", 2, BOT, QUEUE));
        steps.add(new Owned("c", 3, QUEUE, agent("mei")));
        steps.add(new Owned("c", 3, QUEUE, agent("lan")));
        conversation("web", "agent", "lan", 3, 0);

        assertThat(OwnerAudit.of(evidence()))
                .extracting(Finding::kind)
                .containsExactly(Kind.TWO_OWNERS);
    }

    @Test
    void findsWhoSpeaksInAConversationOfSomebodyElse() {
        steps.add(new Owned("c", 2, BOT, QUEUE));
        steps.add(new Owned("c", 3, QUEUE, agent("mei")));
        steps.add(new Spoke("c", "mei"));
        steps.add(new Owned("c", 4, agent("mei"), CLOSED));
        steps.add(new Spoke("c", "mei"));
        conversation("web", "closed", "", 4, 0);

        assertThat(OwnerAudit.of(evidence()))
                .extracting(Finding::kind)
                .containsExactly(Kind.TWO_OWNERS);
    }

    @Test
    void findsWhoHasMoreThanTheyCanTake() {
        for (int i = 1; i <= 3; i++) {
            steps.add(new Owned("c" + i, 2, BOT, QUEUE));
            steps.add(new Owned("c" + i, 3, QUEUE, new Holder("offer", "mei")));
        }

        assertThat(OwnerAudit.of(evidence()))
                .extracting(Finding::kind)
                .containsExactly(Kind.OVER_CAPACITY);
    }

    @Test
    void findsADeliveryThatIsMissingDoubledOrInTheWrongPlace() {
        stored(1, "bot", "", "一", "sent");
        stored(2, "bot", "", "二", "sent");
        conversation("wechat", "bot", "", 1, 2);

        assertThat(shown("一", "二")).isEmpty();
        assertThat(shown("一")).containsExactly(Kind.LOST);
        assertThat(shown("一", "二", "二")).containsExactly(Kind.DOUBLED);
        assertThat(shown("二", "一")).containsExactly(Kind.DISORDERED);
    }

    @Test
    void takesAnUnknownDeliveryOnceOrNotAtAll() {
        stored(1, "bot", "", "一", "unknown");
        stored(2, "bot", "", "二", "sent");
        stored(3, "bot", "", "三", "failed");
        conversation("wechat", "bot", "", 1, 3);

        assertThat(shown("一", "二")).isEmpty();
        assertThat(shown("二")).isEmpty();
        assertThat(shown("一", "一", "二")).containsExactly(Kind.DOUBLED);
        assertThat(shown("二", "三")).containsExactly(Kind.DOUBLED);
    }

    private void said(int number, long place) {
        diary.sending(number);
        diary.acknowledged(number);
        diary.places.put(number, place);
        diary.told.put(place, "m" + number);
    }

    private void stored(long seq, String sender, String clientId, String words, String status) {
        messages.add(new Message("c", seq, "id" + seq, status, sender, "mei", words, clientId));
    }

    private Reply replied(String id, Reply.Fate fate) {
        Reply reply = new Reply("mei", "c", id, "words");
        if (fate != Reply.Fate.OPEN) {
            reply.settle(fate);
        }
        replies.add(reply);
        return reply;
    }

    private void conversation(String channel, String owner, String agent, long fence, long last) {
        conversations.put(
                "c", new Conversation("c", channel, "u", owner, agent, fence, last, last, last));
    }

    private static Holder agent(String login) {
        return new Holder("agent", login);
    }

    private Evidence evidence() {
        return new Evidence(
                List.of(diary),
                replies,
                conversations,
                Map.of("c", messages),
                steps,
                (channel, user) -> screen,
                2);
    }

    private List<Kind> findings() {
        return SaidAudit.of(evidence()).stream().map(Finding::kind).toList();
    }

    private List<Kind> shown(String... words) {
        screen.clear();
        screen.addAll(List.of(words));
        return DeliveryAudit.of(evidence()).stream().map(Finding::kind).toList();
    }
}
