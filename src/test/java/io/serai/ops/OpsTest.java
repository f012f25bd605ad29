package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.HubProcess;
import io.serai.deploy.Meters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** A hub as those who run it see it: from outside, by health, metrics, JMX and the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARKER = "Zinnober";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> secrets = new ArrayList<>();
    private Path routes;
    private HubProcess hub;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        routes = folder.resolve("routes");
        copy(Path.of("routes"), routes);
        // Each stage of the way says that it was there, and one message makes the flow fail.
        say("flow/inbound.camel.yaml", "uri: direct:inbound\n      steps:\n", "STAGE inbound", "");
        say("flow/outbound.camel.yaml", "uri: bus:outbound\n      steps:\n", "STAGE outbound", "");
        say("flow/bot.camel.yaml", "uri: direct:bot\n      steps:\n", "STAGE bot", "");
        say(
                "flow/conversation.camel.yaml",
                "            method: current\n",
                "STAGE lane",
                """
                        - filter:
                            simple: ${body.message.content.words} contains 'undeliverable'
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: ${body.message.content.words}
                """);
        hub = new HubProcess(folder, "serai.reload.routes=" + routes).start();
    }

    @AfterAll
    void stop() {
        hub.close();
        http.close();
    }

    @Test
    void healthAndMetricsAreOnTheOpsPortAndNowhereElse() throws Exception {
        for (String path : List.of("", "/live", "/ready")) {
            assertThat(get(hub.ops("/observe/health" + path), null).statusCode()).isEqualTo(200);
        }
        assertThat(get(hub.ops("/observe/metrics"), null).body())
                .contains("camel_routes_running_routes", "serai_ledger_commit", "jvm_memory");
        assertThat(get(hub.hub("/observe/health"), null).statusCode()).isIn(401, 403, 404);
    }

    @Test
    void everyMetricThatTheBoardAndTheAlertsUseIsThereWithItsLabels() throws Exception {
        post(
                "/api/v1/customer/messages",
                visitor().path("token").asText(),
                "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"怎么退货\"}}",
                null);
        post("/api/v1/customer/messages", null, "x".repeat(2_000_000), null);
        get(hub.hub("/gateway/order/E20251111000123"), login("integrator"));

        await().untilAsserted(
                        () -> {
                            String metrics = get(hub.ops("/observe/metrics"), null).body();
                            Meters.listed().forEach((name, labels) -> has(metrics, name, labels));
                        });
    }

    private static void has(String metrics, String name, Set<String> labels) {
        assertThat(metrics.lines())
                .as("%s with %s", name, labels)
                .anyMatch(
                        line ->
                                line.matches(name + "[ {].*")
                                        && labels.stream()
                                                .allMatch(it -> line.contains(it + "=\"")));
    }

    @Test
    void aRouteThatIsStoppedShowsAndIsWellAgainWhenItIsStarted() throws Exception {
        try (JMXConnector jmx = hub.jmx()) {
            MBeanServerConnection beans = jmx.getMBeanServerConnection();
            ObjectName context =
                    new ObjectName("org.apache.camel:context=serai,type=context,name=\"serai\"");
            ObjectName route =
                    new ObjectName(
                            "org.apache.camel:context=serai,type=routes,name=\"douyin-main-in\"");
            assertThat(beans.getAttribute(context, "State")).isEqualTo("Started");

            beans.invoke(route, "stop", null, null);
            await().untilAsserted(
                            () -> {
                                var health = get(hub.ops("/observe/health"), null);
                                assertThat(health.statusCode()).isEqualTo(503);
                                assertThat(health.body()).contains("douyin-main-in");
                            });
            assertThat(get(hub.ops("/observe/health/live"), null).statusCode()).isEqualTo(200);

            beans.invoke(route, "start", null, null);
            await().until(() -> get(hub.ops("/observe/health"), null).statusCode() == 200);
        }
    }

    @Test
    void aRefusedLiveEditShowsInHealthAndTakesNothingOut() throws Exception {
        Path bad = routes.resolve("events/bad.camel.yaml");

        Files.writeString(bad, "- route:\n    id: bad\n    from:\n      uri: nonsense:here\n");
        await().untilAsserted(
                        () ->
                                assertThat(get(hub.ops("/observe/health"), null).body())
                                        .contains("bad.camel.yaml"));
        assertThat(get(hub.ops("/observe/health/ready"), null).statusCode()).isEqualTo(200);

        Files.delete(bad);
        await().untilAsserted(
                        () ->
                                assertThat(get(hub.ops("/observe/health"), null).body())
                                        .doesNotContain("bad.camel.yaml"));
    }

    @Test
    void logLinesCarryConversationAndTraceThroughEveryStageAndThread() throws Exception {
        JsonNode visitor = visitor();
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        HttpResponse<String> stored =
                post(
                        "/api/v1/customer/messages",
                        visitor.path("token").asText(),
                        "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"怎么退货\"}}",
                        "00-" + trace + "-00f067aa0ba902b7-01");

        assertThat(stored.statusCode()).isEqualTo(200);
        String trail = "[" + visitor.path("conversation").asText() + " " + trace + "]";
        for (String stage : List.of("inbound", "lane", "bot", "outbound")) {
            await().untilAsserted(
                            () ->
                                    assertThat(hub.log().lines())
                                            .anyMatch(
                                                    line ->
                                                            line.contains(trail)
                                                                    && line.contains(
                                                                            "STAGE " + stage)));
        }
    }

    @Test
    void aDeadLetterIsListedAndReplayedOnce() throws Exception {
        JsonNode visitor = visitor();
        String conversation = visitor.path("conversation").asText();
        post(
                "/api/v1/customer/messages",
                visitor.path("token").asText(),
                "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"undeliverable 怎么退货\"}}",
                null);
        String integrator = login("integrator");
        JsonNode letter = await().until(() -> letterOf(conversation, integrator), it -> it != null);

        assertThat(letter.path("reason").asText()).isEqualTo("IllegalStateException");
        assertThat(letter.path("route").asText()).isEqualTo("conversation");
        assertThat(letter.path("seq").asLong()).isEqualTo(1);
        String replay = "/api/v1/dead-letters/" + letter.path("id").asText() + "/replay";
        assertThat(post(replay, login("agent1"), "", null).statusCode()).isEqualTo(403);
        HttpResponse<String> replayed = post(replay, integrator, "", null);
        assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
        assertThat(JSON.readTree(replayed.body()).at("/owner/kind").asText()).isEqualTo("bot");
        assertThat(post(replay, integrator, "", null).statusCode()).isEqualTo(409);
        String messages =
                get(
                                hub.hub(
                                        "/api/v1/conversations/"
                                                + conversation
                                                + "/messages?after=0"),
                                login("supervisor"))
                        .body();
        assertThat(messages.split("七天无理由退货", -1)).as(messages).hasSize(2);
        assertThat(letterOf(conversation, integrator).path("replayed").asText()).isNotEmpty();
    }

    @Test
    void theLogHoldsNoSecretAndNoWordOfACustomer() throws Exception {
        JsonNode visitor = visitor();
        String token = visitor.path("token").asText();
        secrets.add(token);
        String agent = login("agent1");
        String said = "{\"id\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}";

        post("/api/v1/customer/messages", token, said.formatted("1", MARKER + " 1"), null);
        // While the bot has it: what comes later a human sees, and no route has to deliver it.
        post(
                "/api/v1/customer/messages",
                token,
                said.formatted("2", MARKER + " undeliverable"),
                null);
        post("/api/v1/customer/messages", token, said.formatted("3", MARKER + " 转人工"), null);
        post("/api/v1/customer/messages", token, "{\"id\":1,\"content\":" + MARKER, null);
        post("/api/v1/customer/messages", MARKER, said.formatted("4", MARKER), null);
        post("/api/v1/visitors", null, MARKER, null);
        post(
                "/api/v1/login",
                null,
                "{\"username\":\"agent1\",\"password\":\"" + MARKER + "\"}",
                null);
        post(
                "/api/v1/conversations/" + visitor.path("conversation").asText() + "/messages",
                agent,
                said.formatted("r1", MARKER),
                null);
        post("/channels/douyin/main", null, "{\"event\":\"" + MARKER + "\"}", null);
        post("/channels/wechat/main?signature=" + MARKER, null, "<xml>" + MARKER + "</xml>", null);
        post("/channels/wechat/unknown", null, "<!DOCTYPE a [" + MARKER + "]><xml/>", null);
        post("/api/v1/events/order-paid", MARKER, "{\"order\":\"" + MARKER + "\"}", null);
        post("/services/events", null, "<" + MARKER + "/>", null);
        get(hub.hub("/gateway/order/" + MARKER), agent);
        String integrator = login("integrator");
        await().until(
                        () ->
                                letterOf(visitor.path("conversation").asText(), integrator) != null
                                        || hub.log().contains("was not handled"));

        String log = hub.log();
        assertThat(log.lines().filter(line -> line.contains(MARKER))).isEmpty();
        for (String secret :
                Stream.concat(
                                secrets.stream(),
                                Stream.of("sandbox-orders-secret", "sandbox-douyin-secret"))
                        .toList()) {
            assertThat(log.contains(secret)).as("a secret is in the log").isFalse();
        }
    }

    private @Nullable JsonNode letterOf(String conversation, String token) throws Exception {
        for (JsonNode letter : JSON.readTree(get(hub.hub("/api/v1/dead-letters"), token).body())) {
            if (letter.path("conversation").asText().equals(conversation)) {
                return letter;
            }
        }
        return null;
    }

    private JsonNode visitor() throws Exception {
        return JSON.readTree(
                post("/api/v1/visitors", null, "{\"channel\":\"web\",\"account\":\"main\"}", null)
                        .body());
    }

    private String login(String name) throws Exception {
        String token =
                JSON.readTree(
                                post(
                                                "/api/v1/login",
                                                null,
                                                "{\"username\":\"%s\",\"password\":\"sandbox\"}"
                                                        .formatted(name),
                                                null)
                                        .body())
                        .path("token")
                        .asText();
        secrets.add(token);
        return token;
    }

    private HttpResponse<String> get(URI uri, @Nullable String token) throws Exception {
        var request = HttpRequest.newBuilder(uri);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(
            String path, @Nullable String token, String body, @Nullable String traceparent)
            throws Exception {
        var request =
                HttpRequest.newBuilder(hub.hub(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void say(String file, String after, String words, String more) throws IOException {
        Path path = routes.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(after);
        String step =
                "        - log:\n            message: "
                        + words
                        + "\n            loggingLevel: WARN\n"
                        + more.indent(0);
        Files.writeString(path, text.replace(after, after + step));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
