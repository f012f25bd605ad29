package io.serai.channel.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.edge.PlatformHttp;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Delivery;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.NotSent;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sink as it is shipped: its Kamelet and route, against a real HTTP server. */
class DouyinSinkTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final String CUSTOMER = "_000custOpenIdZhangSan00000000001";
    private static final Address ADDRESS = new Address("douyin", "main", CUSTOMER);

    @TempDir Path folder;

    private FakeDouyin platform;
    private DouyinOperators operators;
    private Windows windows;
    private CamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        platform = new FakeDouyin();
        camel = camel(platform.base());
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        platform.close();
    }

    @Test
    void textAndImageGoOutAsTheOfficialSdkSendsThem() {
        platform.answer("/im/send/msg/", FakeDouyin.SENT);

        Delivery text = send(new Content.Text("亲，99 元包邮哦😊"));
        Delivery image = send(new Content.Image(null, "@imgFAKE==", 0, 0));
        Delivery video = send(new Content.Video(null, "@itemFAKE==", null, null));

        assertThat(text)
                .isEqualTo(Delivery.sent("@c29bfc000+MNggFhRkwGuX1ntuc0RPc0VHKefj/yWEJ8DtjU=="));
        assertThat(image.status()).isEqualTo(Status.SENT);
        assertThat(video.status()).isEqualTo(Status.SENT);
        assertSame(platform.sends().get(0), FakeDouyin.trace("send_msg-text"));
        assertSame(platform.sends().get(1), FakeDouyin.trace("send_msg-image"));
        assertSame(platform.sends().get(2), FakeDouyin.trace("send_msg-video"));
        assertThat(platform.to("/oauth/refresh_token/"))
                .singleElement()
                .satisfies(
                        refresh ->
                                assertThat(refresh.body())
                                        .isEqualTo(
                                                FakeDouyin.trace("refresh_token")
                                                        .get("body")
                                                        .textValue()));
    }

    @Test
    void nothingOfTheCallersHeadersReachesThePlatform() {
        platform.answer("/im/send/msg/", FakeDouyin.SENT);

        template.requestBodyAndHeaders(
                "direct:outbound.douyin.main",
                outgoing(new Content.Text("a"), reply(NOW, Normaliser.REPLY_SCENE)),
                Map.of(
                        "CamelHttpUri", "http://127.0.0.1:9/evil",
                        "CamelHttpPath", "/evil",
                        "CamelHttpQuery", "open_id=evil",
                        "CamelHttpMethod", "DELETE",
                        "Authorization", "Bearer x",
                        "access-token", "evil"));

        FakeDouyin.Seen seen = platform.sends().getFirst();
        assertThat(seen.uri()).endsWith("/im/send/msg/?open_id=_000bizOpenIdHubFlagshipStore0001");
        assertThat(seen.method()).isEqualTo("POST");
        assertThat(seen.header("Access-token")).isEqualTo("act.FAKE");
        assertThat(seen.headers()).doesNotContainKey("Authorization");
    }

    @Test
    void aLongTextGoesOutInPartsAndWhatHasNoKindInWords() {
        platform.answer("/im/send/msg/", FakeDouyin.SENT);

        send(new Content.Text("好".repeat(900) + "。" + "的".repeat(1000)));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("订单", "E1");
        fields.put("金额", "99");
        send(new Content.Card("order", "您的订单", fields));

        assertThat(platform.sends())
                .extracting(seen -> seen.json().at("/content/text/text").textValue())
                .containsExactly("好".repeat(900) + "。", "的".repeat(1000), "您的订单\n订单：E1\n金额：99");
    }

    @Test
    void anExpiredTokenIsRefreshedOnceAndTheMessageRepeatedOnce() {
        platform.answer("/im/send/msg/", FakeDouyin.error("token-expired"))
                .answer("/im/send/msg/", FakeDouyin.SENT);

        Delivery delivery = send(new Content.Text("a"));

        assertThat(delivery.status()).isEqualTo(Status.SENT);
        assertThat(platform.sends()).hasSize(2);
        assertThat(platform.to("/oauth/refresh_token/")).hasSize(2);
    }

    @Test
    void aTokenThatNeverPassesFailsInsteadOfGoingRoundForEver() {
        platform.answer("/im/send/msg/", FakeDouyin.error("token-expired"));

        Delivery delivery = send(new Content.Text("a"));

        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.reason()).contains("2190008");
        assertThat(platform.sends()).hasSize(2);
    }

    @Test
    void anAuthorisationThatEndedIsSaidInWords() throws Exception {
        camel.stop();
        platform.close();
        platform = new FakeDouyin();
        camel = camel(platform.base());
        template = camel.createProducerTemplate();
        platform.answer("/oauth/refresh_token/", FakeDouyin.error("refresh-token-expired"));
        platform.answer("/im/send/msg/", FakeDouyin.error("token-expired"));

        Delivery delivery = send(new Content.Text("a"));

        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.reason()).contains("authorise the operator again").contains("10010");
    }

    @Test
    void aBusyPlatformIsAskedAgainAndAtLastTheMessageIsGivenBackUnsent() {
        platform.answer("/im/send/msg/", FakeDouyin.error("busy"))
                .answer("/im/send/msg/", FakeDouyin.SENT)
                .answer("/im/send/msg/", FakeDouyin.error("busy"));

        assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.SENT);
        assertThat(platform.sends()).hasSize(2);

        assertThatThrownBy(() -> send(new Content.Text("b"))).hasRootCauseInstanceOf(NotSent.class);
        assertThat(platform.sends()).hasSize(2 + 1 + 3);
    }

    @Test
    void whatIsRefusedForGoodFailsWithAReason() {
        platform.answer("/im/send/msg/", FakeDouyin.error("frequency-new-style"))
                .answer("/im/send/msg/", FakeDouyin.error("older-than-24h"))
                .answer("/im/send/msg/", new FakeDouyin.Answer(403, "<html>"));

        assertThat(send(new Content.Text("a")).reason())
                .contains("until the customer writes again")
                .contains("28003070");
        assertThat(send(new Content.Text("a")).reason()).contains("24 hours");
        assertThat(send(new Content.Text("a")))
                .isEqualTo(Delivery.failed("Douyin refused it (HTTP 403)"));
        assertThat(platform.sends()).hasSize(3);
    }

    @Test
    void aLostAnswerIsUnknownAndNotRepeated() {
        Delivery delivery = send(new Content.Text("a"));

        assertThat(delivery.status()).isEqualTo(Status.UNKNOWN);
        assertThat(platform.sends()).hasSize(1);
    }

    @Test
    void nonsenseInsteadOfAnAnswerIsUnknown() {
        platform.answer("/im/send/msg/", "<html>")
                .answer("/im/send/msg/", "{}")
                .answer("/im/send/msg/", new FakeDouyin.Answer(502, ""));

        assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.UNKNOWN);
        assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.UNKNOWN);
        assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.UNKNOWN);
        assertThat(platform.sends()).hasSize(3);
    }

    @Test
    void anAnswerIsReadAsUtf8WhateverItsHeadSays() {
        String type = "application/json;charset=unheard-of";
        platform.answer("/im/send/msg/", new FakeDouyin.Answer(200, type, FakeDouyin.SENT, 0));

        assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.SENT);
        assertThat(platform.sends()).hasSize(1);
    }

    @Test
    void aPlatformThatIsDownGivesTheMessageBackUnsent() {
        operators.of("main").current();
        platform.close();

        assertThatThrownBy(() -> send(new Content.Text("b")))
                .rootCause()
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void whatTheWindowForbidsIsNotEvenTried() {
        platform.answer("/im/send/msg/", FakeDouyin.SENT);
        Content text = new Content.Text("a");

        assertThat(send(text, Map.of()).reason()).contains("has not written yet");
        assertThat(
                        send(text, reply(NOW.minus(Duration.ofHours(24)), Normaliser.REPLY_SCENE))
                                .reason())
                .contains("24 hours");
        assertThat(send(text, reply(NOW.minusSeconds(30), Normaliser.ENTER_SCENE)).reason())
                .contains("30 seconds");
        assertThat(send(new Content.Signal("typing", null), Map.of()).reason())
                .contains("no message of this kind");
        assertThat(platform.sends()).isEmpty();
    }

    @Test
    void sixAnswersToAMessageAndNoMore() {
        platform.answer("/im/send/msg/", FakeDouyin.SENT);
        for (int i = 0; i < 5; i++) {
            assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.SENT);
        }

        assertThat(send(new Content.Text("x".repeat(1500))).reason()).contains("only 1 more");
        assertThat(send(new Content.Text("a")).status()).isEqualTo(Status.SENT);
        assertThat(send(new Content.Text("a")).reason()).contains("no more than 6");
        assertThat(platform.sends()).hasSize(6);
    }

    @Test
    void openingThePageDoesNotHideTheLongerWindowOfTheMessageBefore() {
        platform.answer("/im/send/msg/", FakeDouyin.SENT);
        Map<String, String> entered =
                new LinkedHashMap<>(reply(NOW.minusSeconds(60), Normaliser.ENTER_SCENE));
        entered.put("msg_id", "@enter==");
        entered.put("written_msg_id", "@srvMsgId==");
        entered.put("written_conversation_id", "@conv==");
        entered.put("written_at", NOW.minusSeconds(3600).toString());

        assertThat(send(new Content.Text("a"), entered).status()).isEqualTo(Status.SENT);

        JsonNode request = platform.sends().getFirst().json();
        assertThat(request.get("scene").textValue()).isEqualTo("im_reply_msg");
        assertThat(request.get("msg_id").textValue()).isEqualTo("@srvMsgId==");
    }

    private Delivery send(Content content) {
        return send(content, reply(NOW.minusSeconds(5), Normaliser.REPLY_SCENE));
    }

    private Delivery send(Content content, Map<String, String> reply) {
        return template.requestBody(
                "direct:outbound.douyin.main", outgoing(content, reply), Delivery.class);
    }

    private static Outgoing outgoing(Content content, Map<String, String> reply) {
        return new Outgoing(
                ADDRESS,
                new Message(
                        "m1",
                        ADDRESS.conversation(),
                        1,
                        Sender.agent("agent1", null),
                        content,
                        NOW,
                        null,
                        null,
                        Status.QUEUED,
                        null),
                reply);
    }

    private static Map<String, String> reply(Instant at, String scene) {
        return Map.of(
                "msg_id",
                "@srvMsgId==",
                "conversation_id",
                "@conv==",
                "scene",
                scene,
                "at",
                at.toString());
    }

    private static void assertSame(FakeDouyin.Seen seen, JsonNode trace) {
        assertThat(seen.method()).isEqualTo(trace.get("method").textValue());
        assertThat(seen.uri()).isEqualTo("/api" + trace.get("url").textValue());
        assertThat(seen.header("Access-token")).isEqualTo("act.FAKE");
        assertThat(seen.header("Content-type")).isEqualTo("application/json");
        assertThat(seen.body()).isEqualTo(trace.get("body").textValue());
        assertThat(seen.json()).isEqualTo(Json.read(trace.get("body").textValue(), JsonNode.class));
    }

    private CamelContext camel(URI api) throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        DouyinAccount account =
                Vectors.account(api, folder.resolve(api.getPort() + ".json").toString());
        DouyinSettings settings = new DouyinSettings(Map.of("main", account));
        operators = new DouyinOperators(settings, Providers.none(), Providers.of(clock));
        windows = new Windows(Providers.of(clock), Providers.none());
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("douyinOperators", operators);
        context.getRegistry().bind("platformHttp", new PlatformHttp());
        context.getRegistry()
                .bind(
                        "douyinReplies",
                        new DouyinReplies(operators, windows, new SimpleMeterRegistry()));
        KameletComponent kamelet = new KameletComponent();
        kamelet.setLocation("file:connectors");
        kamelet.setTemplateProperties(
                Map.of(
                        "douyin-sink",
                        TestProperties.of("responseTimeout", "3000", "redeliveryDelay", "1")));
        context.addComponent("kamelet", kamelet);
        context.getPropertiesComponent()
                .setInitialProperties(
                        TestProperties.of(
                                "serai.douyin.main.api-base", api.toString(),
                                "serai.douyin.main.operator-open-id", account.operatorOpenId()));
        context.start();
        // Only the way out: the way in needs a web server and has a test of its own.
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "out.camel.yaml", RouteFile.route("douyin-main-out")));
        return context;
    }
}
