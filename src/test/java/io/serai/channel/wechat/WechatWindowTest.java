package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When WeChat takes a message that nobody asked for just now. */
class WechatWindowTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final WechatWindow window = new WechatWindow();
    private final List<Message> said = new ArrayList<>();

    @Test
    void itIsOpenForTwoDaysAfterTheCustomersWords() {
        says(new Content.Text("在吗"), NOON);
        weSay(NOON.plus(Duration.ofHours(40)));

        assertThat(isOpenAfter(Duration.ofHours(48).minusSeconds(1))).isTrue();
        assertThat(isOpenAfter(Duration.ofHours(48))).isFalse();
    }

    @Test
    void itIsOpenForAMinuteAfterWhatTheyDidAndNotForWhatIsNoActOfTheirs() {
        says(new Content.Signal("menu", "ORDERS"), NOON);
        says(new Content.Signal("location", null), NOON.plusSeconds(50));

        assertThat(isOpenAfter(Duration.ofSeconds(59))).isTrue();
        assertThat(isOpenAfter(Duration.ofSeconds(60))).isFalse();
    }

    @Test
    void whatTheyDoLaterDoesNotShortenWhatTheirWordsOpened() {
        says(new Content.Text("在吗"), NOON);
        says(new Content.Signal("scan", "7"), NOON.plusSeconds(10));

        assertThat(isOpenAfter(Duration.ofHours(2))).isTrue();
    }

    @Test
    void whoUnfollowedIsToldNothingUntilTheyComeBack() {
        says(new Content.Text("再见"), NOON);
        says(new Content.Signal("unsubscribe", null), NOON.plusSeconds(5));
        assertThat(isOpenAfter(Duration.ofSeconds(20))).isFalse();

        says(new Content.Signal("subscribe", null), NOON.plusSeconds(30));
        assertThat(isOpenAfter(Duration.ofSeconds(40))).isTrue();
        assertThat(isOpenAfter(Duration.ofSeconds(90))).isFalse();
    }

    @Test
    void itIsTheRuleOfOfficialAccountsAndMiniPrograms() {
        assertThat(window.channels()).containsExactlyInAnyOrder("wechat", "wechat-mini");
        assertThat(isOpenAfter(Duration.ZERO)).as("who never said anything").isFalse();
    }

    private boolean isOpenAfter(Duration later) {
        return window.isOpen(Map.of(), said, NOON.plus(later));
    }

    private void says(Content content, Instant at) {
        said.add(message(Sender.customer("o1", null), content, at));
    }

    private void weSay(Instant at) {
        said.add(message(Sender.system(), new Content.Text("您好"), at));
    }

    private Message message(Sender sender, Content content, Instant at) {
        long seq = said.size() + 1L;
        return new Message(
                "m" + seq, "c1", seq, sender, content, at, null, null, Status.DELIVERED, null);
    }
}
