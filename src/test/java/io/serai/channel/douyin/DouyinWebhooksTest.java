package io.serai.channel.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.event.Sender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class DouyinWebhooksTest {

    private static final String ZHANG_SAN = "_000custOpenIdZhangSan00000000001";
    private static final String CONVERSATION =
            "@9Vxc1/yDU8sqaS+gN4koEc7912foPPiLPZVyrQmgKVQabPH460zdRmYqig357zEBMaXjKvvhvwY02ISB7llsWQ==";
    private static final String SECRET = Vectors.account().clientSecret();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DouyinWebhooks webhooks =
            new DouyinWebhooks(new DouyinSettings(Map.of("main", Vectors.account())), meters);

    static Stream<Vectors.Sample> samples() {
        return Vectors.samples();
    }

    static Stream<Vectors.Sample> refused() {
        return Vectors.negatives().filter(sample -> sample.expects("reject"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyGenuineWebhookIsAnsweredWith200(Vectors.Sample sample) {
        Reception reception = receive(sample);

        assertThat(reception.status()).isEqualTo(200);
        assertThat(meters.find("serai.channel.refused").counter()).isNull();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void nothingOfARefusedWebhookIsPassedOn(Vectors.Sample sample) {
        Reception reception = receive(sample);

        assertThat(reception.event()).isFalse();
        assertThat(reception.status()).isBetween(400, 403);
        assertThat(meters.get("serai.channel.refused").counter().count()).isEqualTo(1);
        assertThat(meters.get("serai.channel.refused").counter().getId().getTags())
                .extracting(Tag::getKey) // as WeChat's, or Prometheus would show only the first
                .containsExactly("account", "channel", "reason");
    }

    @Test
    void aSignatureInCapitalsIsTheSameSignature() {
        Vectors.Sample sample = Vectors.sample("im_receive_msg-text");

        Reception reception =
                webhooks.receive(
                        "main", sample.bytes(), sample.signature().toUpperCase(Locale.ROOT), null);

        assertThat(reception.event()).isTrue();
    }

    @Test
    void anUnknownAccountIsNotFound() {
        Vectors.Sample sample = Vectors.sample("im_receive_msg-text");

        assertThat(webhooks.receive("other", sample.bytes(), sample.signature(), null))
                .isEqualTo(Reception.refused(404));
    }

    @Test
    void aBodyLengthenedByItsObserverIsRefusedThoughItsSignatureIsRight() {
        byte[] seen = Vectors.sample("im_receive_msg-text").bytes();
        byte[] lengthened = extended(seen, "{\"event\":\"im_receive_msg\"}");

        Reception reception = receive(lengthened);

        assertThat(reception).isEqualTo(Reception.refused(400));
    }

    @Test
    void aFieldGivenTwiceOrTrailingBytesAreRefused() {
        assertThat(
                        receive(bytes("{\"event\":\"authorize\",\"event\":\"im_receive_msg\"}"))
                                .status())
                .isEqualTo(400);
        assertThat(receive(bytes("{\"event\":\"authorize\"} {}")).status()).isEqualTo(400);
        assertThat(receive(new byte[] {'{', '"', (byte) 0xC0, '"', ':', '1', '}'}).status())
                .isEqualTo(400);
        assertThat(receive(bytes("{\"event\":{}}")).status()).isEqualTo(400);
    }

    @Test
    void theChallengeComesBackDigitForDigit() {
        assertThat(receive(Vectors.sample("verify_webhook-doc")).answer())
                .isEqualTo("{\"challenge\":12345}");
        assertThat(receive(Vectors.sample("verify_webhook")).answer())
                .isEqualTo("{\"challenge\":1762913640}");
        assertThat(receive(Vectors.negative("huge-number-challenge")).answer())
                .isEqualTo("{\"challenge\":9223372036854775807}");
        assertThat(
                        receive(
                                        bytes(
                                                "{\"event\":\"verify_webhook\",\"client_key\":\"\",\"content\":{\"challenge\":123456789012345678901234567890}}"))
                                .answer())
                .isEqualTo("{\"challenge\":123456789012345678901234567890}");
        assertThat(
                        receive(
                                        bytes(
                                                "{\"event\":\"verify_webhook\",\"content\":\"{\\\"challenge\\\":7}\"}"))
                                .answer())
                .isEqualTo("{\"challenge\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "129", "a\\u0000b"})
    void whatComesFromNobodyWhoCouldBeKeptIsKeptWithTheAccountsOwnEvents(String from) {
        String user = from.equals("129") ? "x".repeat(129) : from;
        String body =
                """
                {"event":"im_receive_msg","client_key":"%s","from_user_id":"%s","to_user_id":"x",
                 "content":{"message_type":"text","text":"hi"}}\
                """
                        .formatted(Vectors.account().clientKey(), user);

        Reception reception = receive(bytes(body));

        assertThat(reception.status()).isEqualTo(200);
        assertThat(reception.inbound())
                .asInstanceOf(type(Inbound.AccountEvent.class))
                .satisfies(it -> assertThat(it.raw()).isEqualTo(body));
    }

    @Test
    void aTextIsTheCustomersWithNameAvatarAndWhatAReplyMustQuote() {
        Inbound.Said said = said("im_receive_msg-text");

        assertThat(said.address().user()).isEqualTo(ZHANG_SAN);
        assertThat(said.address().source()).isEqualTo("/channels/douyin/main");
        assertThat(said.key()).endsWith("0001hwyd/y/7BQpXy/w==");
        assertThat(said.sender()).isEqualTo(Sender.customer(ZHANG_SAN, "爱喝水的小张💧"));
        assertThat(said.content()).isEqualTo(new Content.Text("这个保温杯多少钱？双11有活动吗"));
        assertThat(said.platformTime()).isEqualTo(Instant.ofEpochMilli(1762913647434L));
        assertThat(said.profile())
                .containsEntry("name", "爱喝水的小张💧")
                .containsEntry(
                        "avatar", "https://p3.douyinpic.com/aweme/720x720/a.jpeg?from=3782654143");
        assertThat(said.reply())
                .containsEntry("msg_id", said.key())
                .containsEntry("conversation_id", CONVERSATION)
                .containsEntry("scene", "im_reply_msg")
                .containsEntry("at", "2025-11-12T02:14:07.434Z")
                .containsEntry("written_msg_id", said.key())
                .containsEntry("written_conversation_id", CONVERSATION)
                .containsEntry("written_at", "2025-11-12T02:14:07.434Z");
    }

    @Test
    void textKeepsEveryCharacter() {
        assertThat(said("im_receive_msg-text-emoji").content())
                .isEqualTo(new Content.Text("收到货了[赞][流泪] 杯子碎了😭👨‍👩‍👧‍👦，能退吗？"));
        assertThat(said("im_receive_msg-text-escapes").content())
                .isEqualTo(new Content.Text("引号\" 反斜杠\\ 换行\n制表\t </script> \u2028行分隔 𠮷"));
        assertThat(said("im_receive_msg-content-as-string").content())
                .isEqualTo(new Content.Text("content 是字符串形式 \"嵌套引号\""));
        assertThat(said("im_receive_msg-scene_type").content()).isEqualTo(new Content.Text("捷途70"));
    }

    @Test
    void picturesAndFilmsKeepTheirSizeAndTheIdTheyAreFetchedBy() {
        assertThat(said("im_receive_msg-image").content())
                .isEqualTo(new Content.Image(null, null, 1080, 1440));
        Inbound.Said own = said("im_receive_msg-user_local_image");
        assertThat(own.content()).isEqualTo(new Content.Image(null, own.key(), 1080, 1440));
        assertThat(said("im_receive_msg-emoji-gif").content())
                .isEqualTo(new Content.Image("https://p3.douyinpic.com/emoji.gif", null, 450, 450));
        assertThat(said("im_receive_msg-video").content())
                .asInstanceOf(type(Content.Video.class))
                .satisfies(video -> assertThat(video.media()).startsWith("@9VwKzuuES8gm"));
        Inbound.Said film = said("im_receive_msg-user_local_video");
        assertThat(film.content()).isEqualTo(new Content.Video(null, film.key(), null, null));
    }

    @Test
    void aFormIsACardWithItsFieldsInOrder() {
        assertThat(said("im_receive_msg-retain_consult_card").content())
                .asInstanceOf(type(Content.Card.class))
                .satisfies(
                        card -> {
                            assertThat(card.kind()).isEqualTo("form");
                            assertThat(card.fields().keySet()).containsExactly("姓名", "手机号", "城市");
                            assertThat(card.fields()).containsEntry("手机号", "13800000000");
                        });
    }

    @Test
    void whatTheHubHasNoKindForIsKeptWhole() {
        assertThat(said("im_receive_msg-other").content())
                .isEqualTo(
                        new Content.Unsupported(
                                "other", Vectors.sample("im_receive_msg-other").body()));
        Inbound.Said group = said("im_group_receive_msg");
        assertThat(group.content())
                .isEqualTo(
                        new Content.Unsupported(
                                "event:im_group_receive_msg",
                                Vectors.sample("im_group_receive_msg").body()));
        assertThat(group.address().user()).isEqualTo(ZHANG_SAN);
        assertThat(group.reply()).isEmpty();
    }

    @Test
    void ourOwnEchoIsNobodysMessage() {
        Reception reception = receive(Vectors.negative("own-echo-must-not-loop"));

        assertThat(reception.status()).isEqualTo(200);
        assertThat(reception.inbound())
                .asInstanceOf(type(Inbound.Echo.class))
                .satisfies(
                        echo -> {
                            assertThat(echo.address().user()).isEqualTo(ZHANG_SAN);
                            assertThat(echo.key()).endsWith("EB0014hwyd/y/7BQpXy/w==");
                            assertThat(echo.platformTime())
                                    .isEqualTo(Instant.ofEpochMilli(1762913736165L));
                            assertThat(echo.shows())
                                    .accepts(new Content.Text(" 亲，99 元包邮哦\n"))
                                    .rejects(new Content.Text("亲"));
                        });
        assertThat(meters.get("serai.channel.echo").counter().count()).isEqualTo(1);
    }

    @Test
    void ofALongMessageTheEchoOfItsLastPartCounts() {
        Inbound.Echo echo =
                (Inbound.Echo)
                        Objects.requireNonNull(
                                receive(Vectors.negative("own-echo-must-not-loop")).inbound());
        String long1000 = "长".repeat(Parts.LONGEST);

        assertThat(echo.shows()).accepts(new Content.Text(long1000 + "亲，99 元包邮哦"));
        assertThat(echo.shows()).rejects(new Content.Text("亲，99 元包邮哦\n" + long1000));
        assertThat(echo.shows()).rejects(new Content.Image(null, "media", 0, 0));
    }

    @Test
    void whatTheMerchantWroteInTheAppStandsInTheCustomersConversation() {
        Inbound.Said said = said("im_send_msg-from-app");

        assertThat(said.address().user()).isEqualTo(ZHANG_SAN);
        assertThat(said.sender())
                .isEqualTo(
                        new Sender(
                                Sender.Kind.MERCHANT, Vectors.account().operatorOpenId(), "示例旗舰店"));
        assertThat(said.content()).isEqualTo(new Content.Text("（商家在抖音 App 里手动回复）"));
        assertThat(said.profile()).containsEntry("name", "爱喝水的小张💧");
        assertThat(said.reply()).isEmpty();
    }

    @Test
    void enteringThePageIsASignalThatCanBeAnswered() {
        Inbound.Said said = said("im_enter_direct_msg");

        assertThat(said.address().user()).isEqualTo("_000custOpenIdLiSi000000000000002");
        assertThat(said.content())
                .asInstanceOf(type(Content.Signal.class))
                .satisfies(
                        signal -> {
                            assertThat(signal.name()).isEqualTo("enter");
                            assertThat(signal.key()).isEqualTo("4");
                            assertThat(signal.fields())
                                    .containsEntry("objectId", "7300000000000000001")
                                    .containsEntry("data-im-extra", "orderId=E20251111000123")
                                    .containsEntry("path", "pages/order/detail");
                        });
        assertThat(said.reply())
                .containsEntry("scene", "im_enter_direct_msg")
                .doesNotContainKey("written_msg_id");
    }

    @Test
    void recallReadAndConsentAreSignals() {
        Inbound.Said recall = said("im_recall_msg");
        assertThat(recall.content())
                .asInstanceOf(type(Content.Signal.class))
                .satisfies(
                        signal -> {
                            assertThat(signal.name()).isEqualTo("recall");
                            assertThat(signal.key()).endsWith("0017hwyd/y/7BQpXy/w==");
                        });
        assertThat(recall.key()).startsWith("recall:@");

        assertThat(said("im_message_read").content())
                .asInstanceOf(type(Content.Signal.class))
                .satisfies(
                        signal -> {
                            assertThat(signal.name()).isEqualTo("read");
                            assertThat(signal.key()).isEqualTo("1672502407220000");
                            assertThat(signal.fields()).containsEntry("read_open_id", ZHANG_SAN);
                        });

        Inbound.Said consent = said("im_authorize");
        assertThat(consent.content())
                .asInstanceOf(type(Content.Signal.class))
                .satisfies(
                        signal -> {
                            assertThat(signal.name()).isEqualTo("authorize");
                            assertThat(signal.key()).isEqualTo("im.direct_message.bind");
                            assertThat(signal.fields()).containsEntry("auth_status", "1");
                        });
        assertThat(consent.platformTime()).isEqualTo(Instant.ofEpochSecond(1762913640));
    }

    @Test
    void whatHappensToTheAccountBelongsToNoConversation() {
        for (String name :
                new String[] {
                    "authorize",
                    "unauthorize",
                    "contract_unauthorize",
                    "life_trade_order_notify-doc-shape"
                }) {
            Vectors.Sample sample = Vectors.sample(name);

            assertThat(receive(sample).inbound())
                    .asInstanceOf(type(Inbound.AccountEvent.class))
                    .satisfies(
                            event -> {
                                assertThat(name).startsWith(event.name());
                                assertThat(event.raw()).isEqualTo(sample.body());
                                assertThat(event.key()).startsWith("sha256:");
                            });
        }
    }

    @Test
    void aReplayAndARetryHaveTheKeyOfTheFirst() {
        String first = said("im_receive_msg-text").key();

        assertThat(said(Vectors.negative("replay-same-Msg-Id")).key()).isEqualTo(first);
        assertThat(said(Vectors.negative("retry-different-Msg-Id-same-server_message_id")).key())
                .isEqualTo(first);
    }

    @Test
    void aMessageWhoseContentIsNoObjectIsKeptInItsConversation() {
        String body =
                "{\"event\":\"im_receive_msg\",\"client_key\":\"%s\",\"from_user_id\":\"u1\",\"content\":\"{broken\"}"
                        .formatted(Vectors.account().clientKey());

        Inbound inbound = receive(bytes(body)).inbound();

        assertThat(inbound)
                .asInstanceOf(type(Inbound.Said.class))
                .extracting(Inbound.Said::content)
                .isEqualTo(new Content.Unsupported("im_receive_msg", body));
    }

    private Inbound.Said said(String sample) {
        return said(Vectors.sample(sample));
    }

    private Inbound.Said said(Vectors.Sample sample) {
        return (Inbound.Said) Objects.requireNonNull(receive(sample).inbound());
    }

    private Reception receive(Vectors.Sample sample) {
        return webhooks.receive("main", sample.bytes(), sample.header("X-Douyin-Signature"), null);
    }

    private Reception receive(byte[] body) {
        String signature = HexFormat.of().formatHex(Signature.of(SECRET, body));
        return webhooks.receive("main", body, signature, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What an observer can sign without the secret: the body, SHA-1's own padding, and a suffix.
     */
    private static byte[] extended(byte[] body, String suffix) {
        int length = SECRET.length() + body.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(body);
        out.write(0x80);
        for (int i = length + 1; i % 64 != 56; i++) {
            out.write(0);
        }
        out.writeBytes(ByteBuffer.allocate(8).putLong(length * 8L).array());
        out.writeBytes(bytes(suffix));
        return out.toByteArray();
    }

    @Test
    void theVectorsAreReallyThere() {
        assertThat(Vectors.samples()).hasSize(25);
        assertThat(refused()).hasSize(11);
    }
}
