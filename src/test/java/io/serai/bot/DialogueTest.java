package io.serai.bot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Content;

import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What a customer meets: the shipped plugins, words and questions in their usual line-up. */
class DialogueTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private BotPipeline bot;

    @BeforeEach
    void start() {
        camel.getComponent("direct", DirectComponent.class).setTimeout(50);
        camel.start();
        bot = bot(Live.bot());
    }

    @AfterEach
    void stop() {
        bot.close();
        camel.stop();
    }

    private BotPipeline bot(BotSettings settings) {
        Replies replies = Live.replies();
        HandOverSettings handOver = Live.handOver();
        List<BotPlugin> plugins =
                List.of(
                        new FallbackPlugin(settings, replies),
                        Live.faq(),
                        new OrderStatusPlugin(
                                Live.orders(),
                                settings,
                                new OrderSystems(camel.createProducerTemplate(), Clock.systemUTC()),
                                replies),
                        new HandOverPlugin(handOver, replies));
        return new BotPipeline(
                settings,
                new Wordless(settings, handOver, replies),
                new Skills(handOver),
                LineUp.of(settings, plugins, camel.createProducerTemplate()),
                meters,
                Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource({
        "转人工,asked,",
        "我要找人工客服！,asked,",
        "人 工,asked,",
        "客服,asked,",
        "I want to talk to a human please,asked,",
        "AGENT,asked,",
        "退货的事转人工,asked,returns",
        "转人工 退款,asked,returns",
        "agent please I need a refund,asked,returns",
        "你们这是欺诈，我要投诉,complaint,",
        "this is a scam,complaint,",
        "垃圾，退款！,complaint,returns",
    })
    void whoAsksForAHumanOrIsAngryGetsOne(String text, String reason, String skill) {
        Verdict verdict = bot.answer(Turns.saying(text));

        assertThat(verdict.plugin()).isEqualTo("handover");
        assertThat(verdict.handOver()).isEqualTo(new HandOver(reason, skill));
        assertThat(verdict.replies()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"不用转人工，退款多久到账", "人工草坪包邮吗", "humanities books delivery", "怎么退货"})
    void othersDoNot(String text) {
        assertThat(bot.answer(Turns.saying(text)).plugin()).isNotEqualTo("handover");
    }

    @Test
    void theFirstMissAsksTheSecondHandsOverAndUnderstandingForgives() {
        Verdict first = bot.answer(Turns.saying("今天天气怎么样"));
        Verdict understood = bot.answer(Turns.after(first, "怎么开发票"));
        Verdict third = bot.answer(Turns.after(understood, "哈哈哈"));
        Verdict fourth = bot.answer(Turns.after(third, "讲个笑话吧"));

        assertThat(first.misses()).isEqualTo(1);
        assertThat(first.handOver()).isNull();
        assertThat(Turns.text(first)).contains("转人工");
        assertThat(understood.plugin()).isEqualTo("faq");
        assertThat(understood.misses()).isZero();
        assertThat(third.handOver()).isNull();
        assertThat(fourth.handOver()).isEqualTo(new HandOver(HandOver.NOT_UNDERSTOOD, null));
        assertThat(meters.counter("bot.answers", "plugin", "fallback", "outcome", "missed").count())
                .isEqualTo(2);
    }

    @Test
    void whatWasSpokenOfDecidesTheSkill() {
        Verdict answer = bot.answer(Turns.saying("七天无理由退货"));

        Verdict handedOver = bot.answer(Turns.after(answer, "转人工"));

        assertThat(handedOver.handOver()).isEqualTo(new HandOver(HandOver.ASKED, "returns"));
    }

    @Test
    void theSurerOfOrderStatusAndFaqAnswers() {
        assertThat(bot.answer(Turns.saying("我的订单怎么改地址")).plugin()).isEqualTo("faq");
        assertThat(bot.answer(Turns.saying("查物流")).plugin()).isEqualTo("order-status");
    }

    @Test
    void whoComesIsWelcomedOnceAndOtherSignalsPassUnanswered() {
        Verdict subscribed = bot.answer(signal("subscribe", null, Map.of(), 1));
        Verdict entered = bot.answer(signal("enter", null, subscribed.memory(), 1));
        Verdict scanned = bot.answer(signal("scan", "qr", entered.memory(), 1));

        assertThat(Turns.text(subscribed)).contains("欢迎光临");
        for (Verdict verdict : List.of(entered, scanned)) {
            assertThat(verdict.replies()).isEmpty();
            assertThat(verdict.handOver()).isNull();
            assertThat(verdict.misses()).isEqualTo(1);
        }
    }

    @Test
    void theMenusContactItemHandsOverAndOthersDoNot() {
        assertThat(bot.answer(signal("menu", "MENU_CONTACT_AGENT", Map.of(), 0)).handOver())
                .isEqualTo(new HandOver(HandOver.ASKED, null));
        assertThat(bot.answer(signal("menu", "MENU_NEWS", Map.of(), 0)).handOver()).isNull();
    }

    @Test
    void picturesAndUnreadableThingsGoToAHumanUnlessTheSettingsSayOtherwise() {
        Content image = new Content.Image(null, "media-1", 0, 0);
        Content voice = new Content.Voice(null, "media-2", "amr", null);
        Content strange = new Content.Unsupported("sticker", "<xml/>");
        BotPipeline ignoring =
                bot(
                        Live.settings(
                                "serai.bot",
                                BotSettings.class,
                                Map.of("serai.bot.media", "ignore")));

        for (Content content : List.of(image, voice, strange)) {
            Verdict verdict = bot.answer(Turns.of(content));
            assertThat(verdict.handOver()).isEqualTo(new HandOver(HandOver.MEDIA, null));
            assertThat(Turns.text(verdict)).contains("人工客服");
            assertThat(ignoring.answer(Turns.of(content)).handOver()).isNull();
            assertThat(ignoring.answer(Turns.of(content)).replies()).isEmpty();
        }
        ignoring.close();
    }

    /** As when a follower got a card, or wrote to others in a group: nobody was spoken to. */
    @Test
    void anEventThatTheHubHasNoKindForPassesUnanswered() {
        Verdict verdict = bot.answer(Turns.of(new Content.Unsupported("event:got", "<xml/>")));

        assertThat(verdict.replies()).isEmpty();
        assertThat(verdict.handOver()).isNull();
    }

    @Test
    void aRecordingWithATranscriptIsReadAsText() {
        Content voice = new Content.Voice(null, "media-2", "amr", "怎么开发票");

        assertThat(bot.answer(Turns.of(voice)).plugin()).isEqualTo("faq");
    }

    @Test
    void whoWritesEnglishIsAnsweredInEnglishAlsoAfterAPicture() {
        Verdict first = bot.answer(Turns.saying("do you sell bicycles"));
        Turn picture = Turns.of(new Content.Image(null, "m", 0, 0));
        Verdict second = bot.answer(Turns.with(picture, 1, first.memory()));

        assertThat(Turns.text(first)).startsWith("Sorry");
        assertThat(Turns.text(second)).startsWith("Thank you");
    }

    private static Turn signal(String name, String key, Map<String, String> memory, int misses) {
        return Turns.with(Turns.of(new Content.Signal(name, key)), misses, memory);
    }
}
