package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.FreePort;
import io.serai.bus.Receipt;
import io.serai.event.Content;
import io.serai.event.Delivery;
import io.serai.event.Ids;
import io.serai.event.Inbound;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The stand-in for WeChat and the hub's channel talk to each other as shipped, over real HTTP. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
        classes = SandboxWechatTest.Hub.class,
        properties = {
            "management.server.port=0",
            "camel.component.kamelet.location=file:connectors",
            "camel.main.routes-include-pattern=file:routes/channels/wechat-main.camel.yaml,"
                    + "file:routes/sandbox/wechat.camel.yaml",
            "serai.sandbox.wechat.retry=100ms",
        })
@ActiveProfiles("sandbox")
class SandboxWechatTest {

    private static final String ZHANG_SAN = "oSandboxZhangSan0000000000001";
    private static final List<Inbound> STORED = new CopyOnWriteArrayList<>();
    private static final AtomicInteger REFUSE = new AtomicInteger();
    private static volatile boolean quick;

    @LocalServerPort int port;
    @Autowired ProducerTemplate camel;

    /** The settings point at the port before it is opened, so it is chosen here. */
    @DynamicPropertySource
    static void freePort(DynamicPropertyRegistry registry) {
        int port = FreePort.choose();
        registry.add("server.port", () -> port);
    }

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
    @ComponentScan(
            value = {"io.serai.edge", "io.serai.channel.wechat", "io.serai.sandbox"},
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*(Test.*|sandbox\\.(?!Wechat).*)"))
    @ConfigurationPropertiesScan({"io.serai.edge", "io.serai.channel.wechat"})
    static class Hub {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        RouteBuilder inbound() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:inbound").process(Hub::store);
                }
            };
        }

        private static void store(Exchange exchange) {
            if (REFUSE.getAndDecrement() > 0) {
                throw new IllegalStateException("the disk is full");
            }
            Inbound.Said said = exchange.getMessage().getBody(Inbound.Said.class);
            STORED.add(said);
            CompletableFuture<Void> handled = CompletableFuture.completedFuture(null);
            if (quick) {
                ProducerTemplate out = exchange.getContext().createProducerTemplate();
                handled =
                        CompletableFuture.runAsync(() -> reply(out, said.address().user(), "马上到"));
            }
            exchange.getMessage()
                    .setBody(new Receipt(said.address().conversation(), 1, false, handled));
        }
    }

    @Test
    void sealsAsTheSamplesSay() throws Exception {
        JsonNode file;
        try (InputStream in = getClass().getResourceAsStream("/vectors/wechat-oa-inbound.json")) {
            file = Json.MAPPER.readTree(in);
        }
        WechatSeal seal =
                new WechatSeal(
                        file.at("/account/token").asText(),
                        file.at("/account/encodingAesKey").asText(),
                        file.at("/account/appid").asText());
        for (JsonNode sample : file.get("samples")) {
            JsonNode safe = sample.get("safeMode");
            byte[] salt = sample.get("random16").asText().getBytes(StandardCharsets.UTF_8);
            String encrypt = seal.encrypt(sample.get("xml").asText(), salt);

            assertThat(encrypt).isEqualTo(safe.get("encrypt").asText());
            assertThat(seal.decrypt(encrypt)).isEqualTo(sample.get("xml").asText());
            assertThat(
                            seal.sign(
                                    safe.at("/query/timestamp").asText(),
                                    safe.at("/query/nonce").asText(),
                                    encrypt))
                    .isEqualTo(safe.at("/query/msg_signature").asText());
        }
    }

    @Test
    void whatIsTypedArrivesAndTheAnswerIsShown() throws Exception {
        int seen = shown(ZHANG_SAN).size();
        say(ZHANG_SAN, "什么时候发货？");

        await().until(() -> stored(ZHANG_SAN).contains(new Content.Text("什么时候发货？")));
        Delivery delivery = reply(camel, ZHANG_SAN, "今天 😊");

        assertThat(delivery.status()).isEqualTo(Status.SENT);
        await().untilAsserted(
                        () ->
                                assertThat(shown(ZHANG_SAN).subList(seen, shown(ZHANG_SAN).size()))
                                        .containsExactly("user:什么时候发货？", "account:今天 😊"));
    }

    @Test
    void aQuickAnswerComesWithTheResponse() throws Exception {
        quick = true;
        say("oQuick", "在吗");

        await().until(() -> shown("oQuick").size() == 2);
        quick = false;

        assertThat(shown("oQuick")).containsExactly("user:在吗", "account:马上到");
        for (int i = 0; i < 5; i++) {
            assertThat(reply(camel, "oQuick", "x").status()).isEqualTo(Status.SENT);
        }
        assertThat(reply(camel, "oQuick", "x").reason()).contains("45047");
    }

    @Test
    void whatCouldNotBeStoredComesAgain() throws Exception {
        REFUSE.set(2);
        say("oAgain", "还在吗");

        await().until(() -> stored("oAgain").contains(new Content.Text("还在吗")));

        assertThat(shown("oAgain")).containsExactly("user:还在吗");
    }

    @Test
    void afterAllTriesThePhoneShowsTheFault() throws Exception {
        REFUSE.set(3);
        say("oNever", "还在吗");

        await().until(() -> shown("oNever").size() == 2);

        assertThat(shown("oNever").getLast()).contains("该公众号提供的服务出现故障");
    }

    @Test
    void eventsArriveAndOpenAShortWindow() throws Exception {
        post("/sandbox/phones/wechat/send", "{\"user\":\"oNew\",\"event\":\"subscribe\"}");
        await().until(() -> !stored("oNew").isEmpty());

        assertThat(stored("oNew").getFirst()).isInstanceOf(Content.Signal.class);
        assertThat(reply(camel, "oStranger", "?").reason()).contains("40003");
        List<Delivery> replies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            replies.add(reply(camel, "oNew", "欢迎 " + i));
        }

        // Three by the API, and perhaps one more in the response to the event itself.
        assertThat(replies.stream().filter(it -> it.status() == Status.SENT).count())
                .isBetween(3L, 4L);
        assertThat(replies.getLast().reason()).contains("45047");
    }

    @Test
    void anExpiredTokenIsReplacedUnseen() throws Exception {
        say("oLong", "1");
        await().until(() -> !stored("oLong").isEmpty());
        reply(camel, "oLong", "vorher");

        post("/sandbox/wechat/expire", "");

        assertThat(reply(camel, "oLong", "nachher").status()).isEqualTo(Status.SENT);
    }

    @Test
    void refusesWrongTokensAndSecrets() throws Exception {
        String send = "/sandbox/wechat/cgi-bin/message/custom/send?access_token=";

        assertThat(post(send + "made-up", "{}")).contains("40001");
        assertThat(post(send, "{}")).contains("41001");
        assertThat(
                        post(
                                "/sandbox/wechat/cgi-bin/stable_token",
                                "{\"grant_type\":\"client_credential\",\"appid\":\"wxsandbox00000001\",\"secret\":\"x\"}"))
                .contains("40125");
    }

    private static List<Content> stored(String user) {
        return STORED.stream()
                .map(Inbound.Said.class::cast)
                .filter(said -> said.address().user().equals(user))
                .map(Inbound.Said::content)
                .toList();
    }

    private static Delivery reply(ProducerTemplate camel, String user, String text) {
        var to = new io.serai.event.Address("wechat", "main", user);
        Message message =
                new Message(
                        Ids.next(),
                        to.conversation(),
                        2,
                        Sender.agent("agent1", null),
                        new Content.Text(text),
                        Instant.now(),
                        null,
                        null,
                        Status.QUEUED,
                        null);
        return camel.requestBody(
                "direct:outbound.wechat.main", new Outgoing(to, message, Map.of()), Delivery.class);
    }

    private void say(String user, String text) throws Exception {
        String body =
                Json.write(Map.of("user", user, "content", Map.of("type", "text", "text", text)));
        assertThat(post("/sandbox/phones/wechat/send", body)).isEqualTo("{}");
    }

    private List<String> shown(String user) throws Exception {
        String json =
                http.send(
                                HttpRequest.newBuilder(
                                                at(
                                                        "/sandbox/phones/wechat/messages?user="
                                                                + user
                                                                + "&after=0"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
        return Json.MAPPER
                .readTree(json)
                .get("messages")
                .valueStream()
                .map(it -> it.get("from").asText() + ":" + it.at("/content/text").asText())
                .toList();
    }

    private String post(String path, String body) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(at(path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
