package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.bus.Receipt;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.store.StoreAway;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/** The route file and the source's Kamelet as they are shipped, over real HTTP. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = WechatSourceTest.Hub.class,
        properties = {
            "management.server.port=0",
            "camel.component.kamelet.location=file:connectors",
            "camel.main.routes-include-pattern=file:routes/channels/wechat-main.camel.yaml",
            "serai.wechat.main.app-id=wx8f3c2d1e4b5a6978",
            "serai.wechat.main.secret=s",
            "serai.wechat.main.token=hub_oa_token_2025",
            "serai.wechat.main.aes-key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            "serai.wechat.main.passive-wait=2s",
            "serai.wechat-mini.shop.app-id=wx1234567890abcdef",
            "serai.wechat-mini.shop.secret=s",
            "serai.wechat-mini.shop.token=HubMiniToken2025",
            "serai.wechat-mini.shop.aes-key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE",
            "serai.wechat-mini.shop.timestamp-window=3h",
        })
@ExtendWith(OutputCaptureExtension.class)
class WechatSourceTest {

    private static final String NEGATIVE = "wechat-oa-negative.json";
    private static final String INBOUND = "wechat-oa-inbound.json";
    private static final List<Inbound> STORED = new CopyOnWriteArrayList<>();
    private static final Set<String> KEYS = ConcurrentHashMap.newKeySet();
    private static volatile Function<Inbound.Said, CompletableFuture<Void>> bot =
            said -> CompletableFuture.completedFuture(null);

    @LocalServerPort int port;
    @Autowired PassiveReplies passive;
    private final HttpClient http = HttpClient.newHttpClient();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                SecurityAutoConfiguration.class
            },
            excludeName =
                    "org.springframework.boot.actuate.autoconfigure.security.servlet"
                            + ".ManagementWebSecurityAutoConfiguration")
    @ComponentScan({"io.serai.edge", "io.serai.channel.wechat"})
    @ConfigurationPropertiesScan({"io.serai.edge", "io.serai.channel.wechat"})
    static class Hub {

        @Bean
        Clock clock() {
            return Clock.fixed(Instant.ofEpochSecond(1_762_913_720L), ZoneOffset.UTC);
        }

        @Bean
        RouteBuilder inbound() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:inbound").errorHandler(noErrorHandler()).process(Hub::store);
                    from("kamelet:wechat-source?account=shop&channel=wechat-mini")
                            .to("direct:inbound");
                    from("kamelet:wechat-source?account=ghost").to("direct:inbound");
                }
            };
        }

        private static void store(Exchange exchange) {
            Inbound.Said said = exchange.getMessage().getBody(Inbound.Said.class);
            boolean first = KEYS.add(said.address() + said.key());
            CompletableFuture<Void> handled = bot.apply(said);
            if (first) {
                STORED.add(said);
            }
            exchange.getMessage()
                    .setBody(new Receipt(said.address().conversation(), 1, !first, handled));
        }
    }

    @BeforeEach
    void reset() {
        STORED.clear();
        KEYS.clear();
        bot = said -> CompletableFuture.completedFuture(null);
    }

    @Test
    void answersSuccessOnceTheMessageIsDurable() throws Exception {
        HttpResponse<String> response = post(safe("text-simple-zh"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("success");
        assertThat(response.headers().firstValue("Content-Type").get()).startsWith("text/plain");
        assertThat(STORED)
                .singleElement()
                .extracting(it -> ((Inbound.Said) it).content())
                .isEqualTo(new Content.Text("你好，我的订单 E20251111000123 什么时候发货？"));
    }

    @Test
    void asksForARepeatWhenItCouldNotBeStored() throws Exception {
        bot =
                said -> {
                    throw new IllegalStateException("the disk is full");
                };
        HttpResponse<String> failed = post(safe("text-simple-zh"));
        bot = said -> CompletableFuture.completedFuture(null);
        KEYS.clear();
        HttpResponse<String> repeated = post(safe("text-simple-zh"));

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEmpty();
        assertThat(repeated.body()).isEqualTo("success");
        assertThat(STORED).hasSize(1);
    }

    @Test
    void tellsInALineOfAPushThatCameWhileTheStoreWasAway(CapturedOutput said) throws Exception {
        bot =
                push -> {
                    throw StoreAway.because(null);
                };
        HttpResponse<String> failed = post(safe("text-simple-zh"));

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(said.getOut())
                .contains("Could not take a push of wechat/main while the store is away");
    }

    static Stream<String> refused() {
        return Vectors.samples(NEGATIVE)
                .filter(it -> !it.get("expect").asText().equals("dedupe"))
                .map(it -> it.get("name").asText())
                .filter(it -> !it.equals("plain-mode-body-tampered"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void storesNothingOfWhatItRefuses(String name) throws Exception {
        HttpResponse<String> response = post(Vectors.sample(NEGATIVE, name));

        assertThat(response.statusCode()).isIn(400, 403);
        assertThat(response.body()).isEmpty();
        assertThat(STORED).isEmpty();
    }

    @Test
    void storesASecondDeliveryOnce() throws Exception {
        post(safe("text-emoji-4byte-zwj-skin"));
        HttpResponse<String> exact = post(Vectors.sample(NEGATIVE, "replay-exact"));
        HttpResponse<String> retry = post(Vectors.sample(NEGATIVE, "retry-new-nonce-same-msgid"));

        assertThat(exact.body()).isEqualTo("success");
        assertThat(retry.body()).isEqualTo("success");
        assertThat(STORED).hasSize(1);
    }

    @Test
    void answersASecondDeliveryWithTheReplyThatTheFirstDidNotBringBack() throws Exception {
        bot =
                said ->
                        CompletableFuture.runAsync(
                                () -> passive.offer(said.address(), new Content.Text("马上")));
        post(safe("text-simple-zh"));
        bot = said -> CompletableFuture.completedFuture(null);
        HttpResponse<String> retry = post(safe("text-simple-zh"));

        WechatCrypto crypto =
                new WechatCrypto(
                        "hub_oa_token_2025",
                        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                        "wx8f3c2d1e4b5a6978");
        Payload outer = PayloadReader.read(retry.body(), WechatAccount.Format.XML);
        assertThat(crypto.decrypt(outer.required("Encrypt"))).contains("马上");
        assertThat(STORED).hasSize(1);
    }

    @Test
    void echoesWhatThePlatformAsksWhenItChecksTheAddress() throws Exception {
        WechatCrypto crypto = new WechatCrypto("hub_oa_token_2025", "", "");
        String query = "timestamp=1762913700&nonce=42&echostr=4375%20120%2B948&signature=";

        HttpResponse<String> right = get(query + crypto.sign("1762913700", "42"));
        HttpResponse<String> wrong = get(query + "0".repeat(40));

        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("4375 120+948");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body()).isEmpty();
    }

    @Test
    void takesAMiniProgramsPushesInJsonAndXml() throws Exception {
        JsonNode sample = Vectors.sample("wechat-miniprogram-kf.json", "miniprogrampage-card");

        HttpResponse<String> json = post("wechat-mini/shop", sample.get("jsonSafe"));
        HttpResponse<String> xml = post("wechat-mini/shop", sample.get("xmlSafe"));

        assertThat(json.body()).isEqualTo("success");
        assertThat(xml.body()).isEqualTo("success");
        assertThat(STORED)
                .singleElement()
                .extracting(it -> ((Inbound.Said) it).content())
                .isInstanceOf(Content.Card.class);
    }

    @Test
    void doesNotKnowAnAccountWithoutSettings() throws Exception {
        assertThat(post("wechat/ghost", safe("text-simple-zh")).statusCode()).isEqualTo(404);
        assertThat(STORED).isEmpty();
    }

    @Test
    void answersInTheResponseWhenTheBotIsQuick() throws Exception {
        CompletableFuture<Future<Boolean>> offered = new CompletableFuture<>();
        bot =
                said ->
                        CompletableFuture.runAsync(
                                () ->
                                        offered.complete(
                                                passive.offer(
                                                        said.address(),
                                                        new Content.Text("马上 😊 ]]> 到"))));

        HttpResponse<String> response = post(safe("text-simple-zh"));

        Payload outer = PayloadReader.read(response.body(), WechatAccount.Format.XML);
        WechatCrypto crypto =
                new WechatCrypto(
                        "hub_oa_token_2025",
                        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                        "wx8f3c2d1e4b5a6978");
        String sealed = outer.required("Encrypt");
        Payload inner = PayloadReader.read(crypto.decrypt(sealed), WechatAccount.Format.XML);
        assertThat(response.headers().firstValue("Content-Type").get()).startsWith("text/xml");
        assertThat(outer.required("MsgSignature"))
                .isEqualTo(
                        crypto.sign(outer.required("TimeStamp"), outer.required("Nonce"), sealed));
        assertThat(inner.get("Content")).isEqualTo("马上 😊 ]]> 到");
        assertThat(inner.get("ToUserName")).isEqualTo("oAbCd1eFgHiJkLmNoPqRsTuVwXyZ");
        assertThat(inner.get("FromUserName")).isEqualTo("gh_7f083739789a");
        assertThat(offered.get().get()).isTrue();
    }

    @Test
    void writesPassiveRepliesAsWxJavaDoes() {
        for (JsonNode sample : Vectors.samples("wechat-oa-passive-reply.json").toList()) {
            JsonNode sealed = sample.get("encrypted");
            WechatCrypto crypto =
                    new WechatCrypto(
                            "hub_oa_token_2025",
                            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                            "wx8f3c2d1e4b5a6978");
            String plain =
                    switch (sample.get("name").asText()) {
                        case "text" ->
                                reply(
                                        new Content.Text(
                                                "您好，客服已收到您的消息，稍后为您处理 😊 <a"
                                                    + " href=\"https://shop.example.cn\">商城</a>"));
                        case "image" -> reply(new Content.Image(null, "imgMediaId_0001", 0, 0));
                        default -> sample.get("plainXml").asText();
                    };

            String encrypt =
                    crypto.encrypt(
                            plain,
                            sealed.get("random16").asText().getBytes(StandardCharsets.UTF_8));
            String envelope =
                    PassiveXml.seal(
                            crypto,
                            encrypt,
                            sealed.get("timestamp").asText(),
                            sealed.get("nonce").asText());

            assertThat(plain).isEqualTo(sample.get("plainXml").asText());
            assertThat(encrypt).isEqualTo(sealed.get("encrypt").asText());
            assertThat(envelope).isEqualTo(sealed.get("envelope").asText());
        }
    }

    private static String reply(Content content) {
        return PassiveXml.write(
                "oAbCd1eFgHiJkLmNoPqRsTuVwXyZ", "gh_7f083739789a", 1_762_913_700L, content);
    }

    private static JsonNode safe(String name) {
        return Vectors.sample(INBOUND, name).get("safeMode");
    }

    private HttpResponse<String> post(JsonNode request) throws Exception {
        return post("wechat/main", request);
    }

    private HttpResponse<String> post(String path, JsonNode request) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address(path, Vectors.query(request.get("query"))))
                        .header("Content-Type", "text/xml")
                        .POST(BodyPublishers.ofByteArray(Vectors.body(request)))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String query) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address("wechat/main", query)).build(),
                BodyHandlers.ofString());
    }

    private URI address(String path, String query) {
        return URI.create("http://127.0.0.1:" + port + "/channels/" + path + "?" + query);
    }
}
