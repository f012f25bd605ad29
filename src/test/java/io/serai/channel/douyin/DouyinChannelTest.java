package io.serai.channel.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.FreePort;
import io.serai.event.Content;
import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The whole channel: the shipped routes and Kamelets on the hub's web server, and the stand-in. */
class DouyinChannelTest {

    private static final String USER = "_000sandboxCustomerLiSi0000000002";

    @TempDir static Path folder;

    private static final HttpClient http = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext hub;
    private static DouyinChannelApp.Store store;
    private static ProducerTemplate template;
    private static URI base;

    @BeforeAll
    static void start() throws IOException {
        int port = FreePort.choose();
        base = URI.create("http://localhost:" + port);
        hub =
                new SpringApplicationBuilder(DouyinChannelApp.class)
                        .web(WebApplicationType.SERVLET)
                        .profiles("sandbox")
                        .properties(DouyinChannelApp.properties(port, folder))
                        .run();
        store = hub.getBean(DouyinChannelApp.Store.class);
        template = hub.getBean(CamelContext.class).createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void empty() {
        store.clear();
    }

    @Test
    void everySampleByHttpIsAcceptedAndEveryForgeryRefused() throws Exception {
        for (Vectors.Sample sample : Vectors.samples().toList()) {
            assertThat(post(sample).statusCode()).as(sample.name()).isEqualTo(200);
        }
        assertThat(store.stored).hasSize(23);
        store.clear();

        for (Vectors.Sample sample :
                Vectors.negatives().filter(s -> s.expects("reject")).toList()) {
            assertThat(post(sample).statusCode()).as(sample.name()).isBetween(400, 403);
        }
        assertThat(store.stored).isEmpty();
    }

    @Test
    void theChallengeIsAnsweredAsJson() throws Exception {
        HttpResponse<String> response = post(Vectors.negative("huge-number-challenge"));

        assertThat(response.body()).isEqualTo("{\"challenge\":9223372036854775807}");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
    }

    @Test
    void whatCouldNotBeStoredIsNotAcknowledged() throws Exception {
        Vectors.Sample sample = Vectors.sample("im_receive_msg-text");
        store.failing = 1;

        assertThat(post(sample).statusCode()).isEqualTo(500);
        assertThat(post(sample).statusCode()).isEqualTo(200);
        assertThat(store.stored).hasSize(1);
    }

    @Test
    void onlyJsonIsLookedAt() throws Exception {
        Vectors.Sample sample = Vectors.sample("im_receive_msg-text");

        for (String type : new String[] {"application/x-www-form-urlencoded", "text/plain"}) {
            assertThat(post(sample, type, sample.signature()).statusCode()).isEqualTo(415);
        }
        assertThat(store.stored).isEmpty();
        assertThat(post(sample, "application/json; charset=utf-8", sample.signature()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void noHeaderOrParameterOfTheRequestReachesTheFlow() throws Exception {
        Vectors.Sample sample = Vectors.sample("im_receive_msg-text");
        HttpRequest request =
                HttpRequest.newBuilder(
                                base.resolve(
                                        "/channels/douyin/main?CamelHttpUri=http://evil&sObjectQuery=x"))
                        .header("X-Douyin-Signature", sample.signature())
                        .header("Content-Type", "application/json")
                        .header("kafka.OVERRIDE_TOPIC", "evil")
                        .header("operationName", "deleteAll")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(sample.bytes()))
                        .build();

        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);

        assertThat(store.headers).isEmpty();
    }

    @Test
    void aMessageComesInSignedAndItsAnswerIsOnThePhone() throws Exception {
        phone("{\"user\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"在吗？\"}}");
        Inbound.Said said = await().until(() -> store.last(), Objects::nonNull);
        assertThat(said.content()).isEqualTo(new Content.Text("在吗？"));
        assertThat(said.address().user()).isEqualTo(USER);
        assertThat(said.profile()).containsEntry("name", "李四");

        Delivery delivery = answer(said, "在的，亲");

        assertThat(delivery.status()).isEqualTo(Status.SENT);
        JsonNode shown = screen(last -> last.at("/content/text").asText().equals("在的，亲"));
        assertThat(shown.get("from").asText()).isEqualTo("account");
        // The platform echoes the answer back: proof that it went out, and nobody's message.
        Inbound.Echo echo = requireNonNull(echo(delivery.key()));
        assertThat(echoes()).isPositive();
        assertThat(echo.address()).isEqualTo(said.address());
        assertThat(echo.shows()).accepts(new Content.Text("在的，亲"));
        assertThat(store.stored).hasSize(2);
    }

    @Test
    void anExpiredTokenIsNoticedByNobody() throws Exception {
        phone("{\"user\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"1\"}}");
        Inbound.Said said = await().until(() -> store.last(), Objects::nonNull);
        assertThat(answer(said, "a").status()).isEqualTo(Status.SENT);
        assertThat(send("/sandbox/douyin/expire", "").statusCode()).isEqualTo(200);

        assertThat(answer(said, "b").status()).isEqualTo(Status.SENT);
    }

    @Test
    void whoOpensThePageCanBeGreetedThreeTimes() throws Exception {
        String other = "_000other" + System.nanoTime();
        send(
                "/sandbox/phones/douyin/send",
                "{\"user\":\"%s\",\"event\":\"enter\"}".formatted(other));
        Inbound.Said said = await().until(() -> store.last(), Objects::nonNull);

        assertThat(said.content()).isInstanceOf(Content.Signal.class);
        for (int i = 0; i < 3; i++) {
            assertThat(answer(said, "欢迎").status()).isEqualTo(Status.SENT);
        }
        assertThat(answer(said, "欢迎").reason()).contains("no more than 3");
    }

    @Test
    void thePlatformItselfRefusesWhatItDoesNotKnow() throws Exception {
        phone("{\"user\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"1\"}}");
        Inbound.Said said = await().until(() -> store.last(), Objects::nonNull);
        Map<String, String> reply = new HashMap<>(said.reply());
        reply.put("msg_id", "@bm90IG91cnM=");

        Delivery delivery =
                template.requestBody(
                        "direct:outbound.douyin.main", outgoing(said, "x", reply), Delivery.class);

        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.reason()).contains("28003082");
    }

    @Test
    void aWebhookThatFailedIsPushedAgain() throws Exception {
        store.failing = 2;

        phone("{\"user\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"again\"}}");

        Inbound.Said said = await().until(() -> store.last(), Objects::nonNull);
        assertThat(said.content()).isEqualTo(new Content.Text("again"));
        assertThat(store.stored).hasSize(1);
    }

    @Test
    void thePhoneSaysWhatItNeeds() throws Exception {
        assertThat(send("/sandbox/phones/douyin/send", "{}").statusCode()).isEqualTo(400);
        assertThat(send("/sandbox/phones/douyin/send", "nonsense").body()).contains("user");
    }

    /**
     * Answers and, where the platform took it, waits for its echo: none may reach the next test.
     */
    private Delivery answer(Inbound.Said said, String text) {
        Delivery delivery =
                template.requestBody(
                        "direct:outbound.douyin.main",
                        outgoing(said, text, said.reply()),
                        Delivery.class);
        if (delivery.status() == Status.SENT) {
            await().until(() -> echo(delivery.key()), Objects::nonNull);
        }
        return delivery;
    }

    private static Outgoing outgoing(Inbound.Said said, String text, Map<String, String> reply) {
        return new Outgoing(
                said.address(),
                new Message(
                        "m",
                        said.address().conversation(),
                        2,
                        Sender.agent("agent1", null),
                        new Content.Text(text),
                        Instant.now(),
                        null,
                        null,
                        Status.QUEUED,
                        null),
                reply);
    }

    private Inbound.@Nullable Echo echo(String key) {
        return store.stored.stream()
                .filter(Inbound.Echo.class::isInstance)
                .map(Inbound.Echo.class::cast)
                .filter(echo -> echo.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static double echoes() {
        Counter counter = hub.getBean(MeterRegistry.class).find("serai.channel.echo").counter();
        return counter == null ? 0 : counter.count();
    }

    private JsonNode screen(Predicate<JsonNode> wanted) {
        return await().until(
                        () -> {
                            HttpResponse<String> response =
                                    http.send(
                                            HttpRequest.newBuilder(
                                                            base.resolve(
                                                                    "/sandbox/phones/douyin/messages?user="
                                                                            + USER
                                                                            + "&after=0"))
                                                    .build(),
                                            HttpResponse.BodyHandlers.ofString());
                            JsonNode messages =
                                    Json.read(response.body(), JsonNode.class).get("messages");
                            return messages.get(messages.size() - 1);
                        },
                        last -> last != null && wanted.test(last));
    }

    private void phone(String wish) throws Exception {
        assertThat(send("/sandbox/phones/douyin/send", wish.formatted(USER)).statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> send(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(Vectors.Sample sample) throws Exception {
        return post(sample, "application/json", sample.header("X-Douyin-Signature"));
    }

    private static HttpResponse<String> post(
            Vectors.Sample sample, String contentType, @Nullable String signature)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/channels/douyin/main"))
                        .header("Content-Type", contentType)
                        .header("Msg-Id", "1")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(sample.bytes()));
        if (signature != null) {
            request.header("X-Douyin-Signature", signature);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
