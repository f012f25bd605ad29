package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.WechatAccount.Mode;
import io.serai.cluster.Places;
import io.serai.edge.PlatformHttp;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Delivery;
import io.serai.event.Ids;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.NotSent;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The sink's Kamelet from connectors/, against a real HTTP server. */
class WechatSinkTest {

    private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final PlatformStandIn PLATFORM = new PlatformStandIn();
    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();

    private static PassiveReplies passive = new PassiveReplies(Places.none());
    private static AccessTokens tokens = tokens();

    private static AccessTokens tokens() {
        WechatAccount account = Vectors.account("wx1", "token123", KEY, Mode.SAFE, PLATFORM.base());
        WechatSettings settings =
                new WechatSettings(Map.of("main", account), Map.of("main", account));
        return new AccessTokens(new WechatAccounts(settings, Clock.systemUTC()), Clock.systemUTC());
    }

    @BeforeAll
    static void start() throws Exception {
        CAMEL.getRegistry().bind("wechatSink", new WechatSink(passive, tokens));
        CAMEL.getRegistry().bind("platformHttp", new PlatformHttp());
        CAMEL.getComponent("kamelet", org.apache.camel.component.kamelet.KameletComponent.class)
                .setLocation("file:connectors");
        CAMEL.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:out")
                                .toD(
                                        "kamelet:wechat-sink?apiBase=${header.base}"
                                                + "&responseTimeout=3000");
                    }
                });
        CAMEL.start();
    }

    @AfterAll
    static void stop() {
        CAMEL.stop();
        PLATFORM.close();
    }

    @BeforeEach
    void reset() {
        PLATFORM.reset();
    }

    @Test
    void postsTheBodiesWxJavaPosts() throws Exception {
        assertThat(body("text", "wechat")).isEqualTo(vector("wechat-oa-custom-send.json", "text"));
        assertThat(body("image", "wechat"))
                .isEqualTo(vector("wechat-oa-custom-send.json", "image"));
        assertThat(body("voice", "wechat"))
                .isEqualTo(vector("wechat-oa-custom-send.json", "voice"));
        assertThat(body("news", "wechat")).isEqualTo(vector("wechat-oa-custom-send.json", "news"));
        assertThat(body("miniprogrampage", "wechat"))
                .isEqualTo(vector("wechat-oa-custom-send.json", "miniprogrampage"));
        for (String name : List.of("text", "image", "link", "miniprogrampage")) {
            assertThat(body(name, "wechat-mini"))
                    .isEqualTo(vector("wechat-miniprogram-send.json", name));
        }
    }

    @Test
    void writesChineseAndEmojiRaw() {
        Delivery delivery = send("您好👋");

        assertThat(delivery).isEqualTo(Delivery.sent(null));
        assertThat(PLATFORM.sent.getFirst().body()).contains("您好👋").doesNotContain("\\u");
    }

    @Test
    void sendsNoHeaderOfTheMessageOn() {
        CAMEL.createProducerTemplate()
                .requestBodyAndHeaders(
                        "direct:out",
                        outgoing("wechat", new Content.Text("hi")),
                        Map.of(
                                "base", PLATFORM.base(),
                                "X-Internal", "secret",
                                "CamelHttpUri", "http://127.0.0.1:9/elsewhere",
                                "CamelHttpPath", "/elsewhere",
                                "kafka.OVERRIDE_TOPIC", "evil",
                                "operationName", "deleteAll"));

        assertThat(PLATFORM.sent).hasSize(1);
        assertThat(PLATFORM.headers)
                .doesNotContain("x-internal", "kafka.override_topic", "operationname");
    }

    @Test
    void splitsALongTextWithoutCuttingACharacter() throws Exception {
        String text = "退货👍🏽政策\n".repeat(300);

        Delivery delivery = send(text);

        assertThat(delivery.status()).isEqualTo(Status.SENT);
        List<String> parts = new ArrayList<>();
        for (PlatformStandIn.Sent it : PLATFORM.sent) {
            parts.add(Json.MAPPER.readTree(it.body()).at("/text/content").asText());
        }
        assertThat(String.join("", parts)).isEqualTo(text);
        assertThat(parts)
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        it -> {
                            assertThat(it.getBytes(StandardCharsets.UTF_8).length)
                                    .isLessThanOrEqualTo(2048);
                            assertThat(it).startsWith("退").endsWith("\n");
                        });
    }

    @Test
    void fetchesOneTokenForManyWhoSendAtOnce() throws Exception {
        PLATFORM.sent.clear();
        tokens.refused("wechat", "main", tokens.token("wechat", "main"));
        int before = PLATFORM.tokenCalls.get();
        CountDownLatch all = new CountDownLatch(20);
        List<Callable<Delivery>> sends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sends.add(
                    () -> {
                        all.countDown();
                        all.await();
                        return send("hi");
                    });
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Delivery> it : threads.invokeAll(sends)) {
                assertThat(it.get().status()).isEqualTo(Status.SENT);
            }
        }

        assertThat(PLATFORM.tokenCalls.get() - before).isEqualTo(1);
        assertThat(PLATFORM.sent).hasSize(20);
        assertThat(PLATFORM.tokenRequests.getLast()).contains("\"force_refresh\":false");
    }

    @Test
    void renewsARefusedTokenOnceHoweverManyFoundItOut() throws Exception {
        String stale = tokens.token("wechat", "main");
        int before = PLATFORM.tokenCalls.get();
        PLATFORM.answer =
                it -> it.token().equals(stale) ? "{\"errcode\":40001}" : "{\"errcode\":0}";
        List<Callable<Delivery>> sends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sends.add(() -> send("hi"));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Delivery> it : threads.invokeAll(sends)) {
                assertThat(it.get().status()).isEqualTo(Status.SENT);
            }
        }

        assertThat(PLATFORM.tokenCalls.get() - before).isEqualTo(1);
    }

    @Test
    void givesBackWhatAFreshTokenCannotSendEither() {
        PLATFORM.answer = it -> "{\"errcode\":42001}";

        assertThatThrownBy(() -> send("hi")).rootCause().hasMessageContaining("access token");
        assertThat(PLATFORM.sent).hasSize(2);
    }

    @Test
    void tellsTheAgentWhenTheWindowIsOver() {
        PLATFORM.answer =
                it -> "{\"errcode\":45015,\"errmsg\":\"response out of time limit rid: 6-a\"}";

        Delivery delivery = send("hi");

        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.reason()).contains("48 hours").contains("45015");
        assertThat(PLATFORM.sent).hasSize(1);
    }

    @Test
    void doesNotRepeatWhatMayHaveArrived() {
        CountDownLatch over = new CountDownLatch(1);
        PLATFORM.answer =
                it -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "{\"errcode\":0}";
                };

        Delivery slow = send("hi");
        over.countDown();
        PLATFORM.answer = it -> "";
        Delivery hungUp = send("hi");
        PLATFORM.answer = it -> "<html>busy</html>";
        Delivery nonsense = send("hi");
        PLATFORM.answer = it -> PlatformStandIn.SLOWLY + "{\"errcode\":0}";
        Delivery dripping = send("hi");

        assertThat(List.of(slow, hungUp, nonsense, dripping))
                .extracting(Delivery::status)
                .containsOnly(Status.UNKNOWN);
        assertThat(PLATFORM.sent).hasSize(4);
    }

    @Test
    void triesAgainLaterWhereTheWayToThePlatformIsTooBusy() {
        AtomicInteger calls = new AtomicInteger();
        PLATFORM.status = () -> calls.incrementAndGet() == 1 ? 429 : 200;

        assertThat(send("hi").status()).isEqualTo(Status.SENT);
        assertThat(PLATFORM.sent).hasSize(2);
    }

    @Test
    void triesAgainWhenThePlatformIsBusy() {
        AtomicInteger calls = new AtomicInteger();
        PLATFORM.answer =
                it ->
                        switch (calls.incrementAndGet()) {
                            case 1 -> "{\"errcode\":-1}";
                            case 2 -> "{\"errcode\":45011}";
                            default -> "{\"errcode\":0}";
                        };

        assertThat(send("hi").status()).isEqualTo(Status.SENT);
        assertThat(PLATFORM.sent).hasSize(3);
    }

    @Test
    void throwsWhenThePlatformCannotBeReached() {
        assertThatThrownBy(() -> send("http://127.0.0.1:1", new Content.Text("hi")))
                .rootCause()
                .isInstanceOf(NotSent.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void saysHowMuchOfALongTextWasSent() {
        AtomicInteger calls = new AtomicInteger();
        PLATFORM.answer =
                it -> calls.incrementAndGet() == 1 ? "{\"errcode\":0}" : "{\"errcode\":45047}";

        Delivery delivery = send("退".repeat(2000));

        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.reason()).contains("only 1 of 3 parts").contains("45047");
    }

    @Test
    void tellsInWordsWhatTheApiHasNoKindFor() throws Exception {
        Content order = new Content.Card("order", "订单 E1", Map.of("状态", "已发货"));

        send(PLATFORM.base(), order);
        send(PLATFORM.base(), new Content.File("https://x.example/a.pdf", null, "a.pdf", 0));
        send(PLATFORM.base(), new Content.Location(31.2, 121.4, "人民广场"));

        assertThat(PLATFORM.sent)
                .extracting(it -> Json.MAPPER.readTree(it.body()).at("/text/content").asText())
                .containsExactly(
                        "订单 E1\n状态：已发货",
                        "[文件] a.pdf https://x.example/a.pdf",
                        "[位置] 人民广场 31.2,121.4");
    }

    @Test
    void handsTheReplyToAPushThatWaits() throws Exception {
        Address user = address("wechat");
        PassiveReplies.Waiting place = passive.open(user);

        Delivery delivery;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Delivery> sending = threads.submit(() -> send("at once"));
            Content reply =
                    place.await(new java.util.concurrent.CompletableFuture<>(), 2000).orElseThrow();
            place.written(true);
            delivery = sending.get();

            assertThat(reply).isEqualTo(new Content.Text("at once"));
        }
        Delivery later = send("afterwards");

        assertThat(delivery.status()).isEqualTo(Status.SENT);
        assertThat(later.status()).isEqualTo(Status.SENT);
        assertThat(PLATFORM.sent).hasSize(1);
        assertThat(PLATFORM.sent.getFirst().body()).contains("afterwards");
    }

    private static JsonNode body(String name, String channel) throws Exception {
        boolean mini = channel.equals("wechat-mini");
        JsonNode all =
                vector(mini ? "wechat-miniprogram-send.json" : "wechat-oa-custom-send.json", name);
        JsonNode it = all.get(name);
        Content content =
                switch (name) {
                    case "text" -> new Content.Text(it.get("content").asText());
                    case "image" -> new Content.Image(null, it.get("media_id").asText(), 0, 0);
                    case "voice" ->
                            new Content.Voice(null, it.get("media_id").asText(), null, null);
                    case "link" ->
                            new Content.Link(
                                    "退换货须知",
                                    "七天无理由",
                                    "https://shop.example.cn/help",
                                    "https://cdn.example.cn/t.png");
                    case "news" ->
                            new Content.Link(
                                    "退换货须知",
                                    "七天无理由退货 & 运费险说明",
                                    "https://shop.example.cn/help/return",
                                    "https://cdn.example.cn/return.jpg");
                    default ->
                            new Content.Card(
                                    "mini-program",
                                    it.get("title").asText(),
                                    Map.of(
                                            "AppId", "wx1234567890abcdef",
                                            "PagePath", it.get("pagepath").asText(),
                                            "ThumbMediaId", it.get("thumb_media_id").asText()));
                };
        String user = all.get("touser").asText();
        return Json.MAPPER.readTree(SendBody.of(user, mini, content).getFirst());
    }

    private static JsonNode vector(String file, String name) {
        return Vectors.sample(file, name).get("body");
    }

    private static Delivery send(String text) {
        return send(PLATFORM.base(), new Content.Text(text));
    }

    private static Delivery send(String base, Content content) {
        return CAMEL.createProducerTemplate()
                .requestBodyAndHeader(
                        "direct:out", outgoing("wechat", content), "base", base, Delivery.class);
    }

    private static Address address(String channel) {
        return new Address(channel, "main", "oAbCd1eFgHiJkLmNoPqRsTuVwXyZ");
    }

    private static Outgoing outgoing(String channel, Content content) {
        Address to = address(channel);
        Message message =
                new Message(
                        Ids.next(),
                        to.conversation(),
                        1,
                        Sender.bot("faq"),
                        content,
                        Instant.now(),
                        null,
                        null,
                        Status.QUEUED,
                        null);
        return new Outgoing(to, message, Map.of());
    }
}
