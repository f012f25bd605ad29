package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.deploy.Meters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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
@Beside
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsTest {

    private static final String MESSAGES = "/api/v1/customer/messages";
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
            assertThat(observe("health" + path).statusCode()).isEqualTo(200);
        }
        assertThat(observe("metrics").body())
                .contains("camel_routes_running_routes", "serai_ledger_commit", "jvm_memory");
        assertThat(Caller.nobody(hub).status("/observe/health")).isIn(401, 403, 404);
    }

    @Test
    void everyMetricThatTheBoardAndTheAlertsUseIsThereWithItsLabels() throws Exception {
        holder(visitor()).send("POST", MESSAGES, said("1", "怎么退货"));
        Caller.nobody(hub).send("POST", MESSAGES, "x".repeat(2_000_000));
        login("integrator").send("GET", "/gateway/order/E20251111000123");

        await().untilAsserted(
                        () -> {
                            String metrics = observe("metrics").body();
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
                                var health = observe("health");
                                assertThat(health.statusCode()).isEqualTo(503);
                                assertThat(health.body()).contains("douyin-main-in");
                            });
            assertThat(observe("health/live").statusCode()).isEqualTo(200);
            assertThat(observe("health/ready").statusCode()).isEqualTo(200);

            beans.invoke(route, "start", null, null);
            await().until(() -> observe("health").statusCode() == 200);
        }
    }

    @Test
    void aRefusedLiveEditShowsInHealthAndTakesNothingOut() throws Exception {
        Path bad = routes.resolve("events/bad.camel.yaml");

        Files.writeString(bad, "- route:\n    id: bad\n    from:\n      uri: nonsense:here\n");
        await().untilAsserted(
                        () -> assertThat(observe("health").body()).contains("bad.camel.yaml"));
        assertThat(observe("health/ready").statusCode()).isEqualTo(200);

        Files.delete(bad);
        await().untilAsserted(
                        () ->
                                assertThat(observe("health").body())
                                        .doesNotContain("bad.camel.yaml"));
    }

    @Test
    void logLinesCarryConversationAndTraceThroughEveryStageAndThread() throws Exception {
        JsonNode visitor = visitor();
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        HttpResponse<String> stored =
                http.send(
                        holder(visitor)
                                .request(MESSAGES)
                                .header("Content-Type", "application/json")
                                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                                .POST(BodyPublishers.ofString(said("1", "怎么退货")))
                                .build(),
                        BodyHandlers.ofString());

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
        holder(visitor).send("POST", MESSAGES, said("1", "undeliverable 怎么退货"));
        Caller integrator = login("integrator");
        JsonNode letter = await().until(() -> letterOf(conversation, integrator), it -> it != null);

        assertThat(letter.path("reason").asText()).isEqualTo("IllegalStateException");
        assertThat(letter.path("route").asText()).isEqualTo("conversation");
        assertThat(letter.path("seq").asLong()).isEqualTo(1);
        String replay = "/api/v1/dead-letters/" + letter.path("id").asText() + "/replay";
        assertThat(login("agent1").send("POST", replay).statusCode()).isEqualTo(403);
        assertThat(integrator.post(replay, "").at("/owner/kind").asText()).isEqualTo("bot");
        assertThat(integrator.send("POST", replay).statusCode()).isEqualTo(409);
        String messages =
                login("supervisor")
                        .get("/api/v1/conversations/" + conversation + "/messages?after=0")
                        .toString();
        assertThat(messages.split("七天无理由退货", -1)).as(messages).hasSize(2);
        assertThat(letterOf(conversation, integrator).path("replayed").asText()).isNotEmpty();
    }

    @Test
    void theLogHoldsNoSecretAndNoWordOfACustomer() throws Exception {
        JsonNode visitor = visitor();
        Caller customer = holder(visitor);
        secrets.add(customer.token());
        Caller agent = login("agent1");
        Caller nobody = Caller.nobody(hub);

        customer.send("POST", MESSAGES, said("1", MARKER + " 1"));
        // While the bot has it: what comes later a human sees, and no route has to deliver it.
        customer.send("POST", MESSAGES, said("2", MARKER + " undeliverable"));
        customer.send("POST", MESSAGES, said("3", MARKER + " 转人工"));
        customer.send("POST", MESSAGES, "{\"id\":1,\"content\":" + MARKER);
        Caller forger = Caller.holding(hub, MARKER);
        forger.send("POST", MESSAGES, said("4", MARKER));
        nobody.send("POST", "/api/v1/visitors", MARKER);
        nobody.send(
                "POST",
                "/api/v1/login",
                "{\"username\":\"agent1\",\"password\":\"" + MARKER + "\"}");
        agent.send(
                "POST",
                "/api/v1/conversations/" + visitor.path("conversation").asText() + "/messages",
                said("r1", MARKER));
        nobody.send("POST", "/channels/douyin/main", "{\"event\":\"" + MARKER + "\"}");
        nobody.send(
                "POST", "/channels/wechat/main?signature=" + MARKER, "<xml>" + MARKER + "</xml>");
        nobody.send("POST", "/channels/wechat/unknown", "<!DOCTYPE a [" + MARKER + "]><xml/>");
        forger.send("POST", "/api/v1/events/order-paid", "{\"order\":\"" + MARKER + "\"}");
        nobody.send("POST", "/services/events", "<" + MARKER + "/>");
        agent.send("GET", "/gateway/order/" + MARKER);
        Caller integrator = login("integrator");
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

    private @Nullable JsonNode letterOf(String conversation, Caller integrator) {
        for (JsonNode letter : integrator.get("/api/v1/dead-letters")) {
            if (letter.path("conversation").asText().equals(conversation)) {
                return letter;
            }
        }
        return null;
    }

    private JsonNode visitor() {
        return Caller.nobody(hub)
                .post("/api/v1/visitors", "{\"channel\":\"web\",\"account\":\"main\"}");
    }

    private static String said(String id, String words) {
        return "{\"id\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
                .formatted(id, words);
    }

    private Caller holder(JsonNode visitor) {
        return Caller.holding(hub, visitor.path("token").asText());
    }

    private Caller login(String name) {
        Caller caller = Caller.staff(hub, name);
        secrets.add(caller.token());
        return caller;
    }

    private HttpResponse<String> observe(String what) throws Exception {
        return http.send(
                HttpRequest.newBuilder(hub.ops("/observe/" + what)).build(),
                BodyHandlers.ofString());
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
