package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.HubProcess;
import io.serai.event.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** Webhooks of a whole hub, by its API, and across a kill. */
@Beside
class WebhooksOfHubTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private HubProcess hub;
    private String token = "";

    @Test
    void aKilledHubLosesNoneAndRepeatsAtMostWithTheSameId() throws Exception {
        try (Subscriber subscriber = new Subscriber();
                HubProcess started =
                        new HubProcess(
                                        folder,
                                        "serai.reload.watch=false",
                                        "serai.webhooks.http=true",
                                        "serai.webhooks.ports=",
                                        "serai.webhooks.private-hosts=127.0.0.1",
                                        "serai.webhooks.parallel=2",
                                        "serai.webhooks.lease=3s",
                                        "serai.security.store-keys=0123456789abcdef0123456789abcdef")
                                .start()) {
            hub = started;
            token = login("integrator");
            String id = subscribe(subscriber);
            theApiKeepsItsWord(id, subscriber);
            aDayIsExportedForIntegrators();
            for (int i = 0; i < 60; i++) {
                report("before " + i);
            }
            await().until(() -> subscriber.notes().size() > 20);

            hub.kill();
            hub.start();
            token = login("integrator");
            for (int i = 0; i < 20; i++) {
                report("after " + i);
            }

            await().until(() -> new HashSet<>(paid(subscriber)).size() == 81);
            Map<String, String> ids = new HashMap<>();
            subscriber.calls().forEach(call -> ids.put(call.note(), call.id()));
            assertThat(subscriber.calls()).allMatch(call -> ids.get(call.note()).equals(call.id()));
            assertThat(subscriber.forged).isEmpty();
            assertThat(hub.log()).doesNotContain("whsec_", "token=x");
        }
    }

    private static java.util.List<String> paid(Subscriber subscriber) {
        return subscriber.notes().stream().filter(note -> !note.isEmpty()).toList();
    }

    private String subscribe(Subscriber subscriber) throws Exception {
        HttpResponse<String> made =
                send(
                        "POST",
                        "/api/v1/webhooks",
                        token,
                        "{\"url\":\"%s\",\"types\":[\"io.serai.order.paid\"],\"description\":\"BI\"}"
                                .formatted(subscriber.url()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode webhook = Json.MAPPER.readTree(made.body());
        subscriber.verifying(webhook.at("/secret").asText());
        assertThat(webhook.at("/state").asText()).isEqualTo("active");
        return webhook.at("/id").asText();
    }

    private void theApiKeepsItsWord(String id, Subscriber subscriber) throws Exception {
        String path = "/api/v1/webhooks/" + id;
        assertThat(send("GET", "/api/v1/webhooks", token, null).body())
                .contains(id)
                .doesNotContain("whsec_");
        assertThat(send("GET", path, login("agent1"), null).statusCode()).isEqualTo(403);
        assertThat(send("GET", path, login("supervisor"), null).statusCode()).isEqualTo(403);
        assertThat(send("GET", path.replace(id, id.replace('0', '1')), token, null).statusCode())
                .isEqualTo(404);
        refused("{\"url\":\"http://169.254.169.254/latest/meta-data\"}", "link-local");
        refused("{\"url\":\"http://10.0.0.1/\"}", "private network");
        refused("{\"types\":[]}", "url must be given");
        refused("{\"url\":\"https://shop.example/\",\"types\":[\"a%\"]}", "types has \\\"a%\\\"");

        assertThat(send("POST", path + "/test", token, null).statusCode()).isEqualTo(202);
        await().until(() -> subscriber.calls().size() == 1);
        assertThat(subscriber.calls().getFirst().event().at("/type").asText())
                .isEqualTo("io.serai.webhook.test");

        JsonNode log = await().until(() -> deliveries(path), it -> delivered(it));
        assertThat(log.at("/0/attempts/0/status").asInt()).isEqualTo(204);
        String delivery = log.at("/0/id").asText();
        assertThat(
                        send("POST", path + "/deliveries/" + delivery + "/replay", token, null)
                                .statusCode())
                .isEqualTo(202);
        await().until(() -> subscriber.calls().size() == 2);
        JsonNode rotated =
                Json.MAPPER.readTree(
                        send("POST", path + "/secret", token, "{\"overlap\":\"1h\"}").body());
        assertThat(rotated.at("/secret").asText()).startsWith("whsec_");
        assertThat(rotated.at("/oldSecretUntil").asText()).isNotEmpty();
        JsonNode paused =
                Json.MAPPER.readTree(send("PATCH", path, token, "{\"state\":\"paused\"}").body());
        assertThat(paused.at("/state").asText()).isEqualTo("paused");
        send("PATCH", path, token, "{\"state\":\"active\"}");
    }

    private void aDayIsExportedForIntegrators() throws Exception {
        report("to be exported");
        String day = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
        String path = "/api/v1/export/" + day + ".csv";

        assertThat(send("GET", path + "?data=events", token, null).body())
                .startsWith("id,type,source,subject,time,")
                .contains(",io.serai.order.paid,/systems/erp,E1,");
        assertThat(send("GET", path, token, null).body()).startsWith("id,conversation,seq,");
        assertThat(send("GET", path, login("agent1"), null).statusCode()).isEqualTo(403);
        assertThat(send("GET", path + "?data=agents", token, null).statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/export/tomorrow.csv", token, null).statusCode())
                .isEqualTo(400);
    }

    private void refused(String body, String why) throws Exception {
        HttpResponse<String> answer = send("POST", "/api/v1/webhooks", token, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(why);
    }

    private JsonNode deliveries(String path) throws Exception {
        return Json.MAPPER.readTree(send("GET", path + "/deliveries", token, null).body());
    }

    private static boolean delivered(JsonNode log) {
        return log.at("/0/state").asText().equals("delivered");
    }

    private void report(String note) throws Exception {
        String event =
                """
                {"specversion":"1.0","id":"%s","source":"/erp","type":"order.paid","subject":"E1",
                 "data":{"note":"%s"}}\
                """
                        .formatted(note.replace(' ', '-'), note);
        assertThat(send("POST", "/api/v1/events", token, event).statusCode()).isEqualTo(202);
    }

    private String login(String who) throws Exception {
        String body = "{\"username\":\"%s\",\"password\":\"sandbox\"}".formatted(who);
        String answer = send("POST", "/api/v1/login", "", body).body();
        return Json.MAPPER.readTree(answer).at("/token").asText();
    }

    private HttpResponse<String> send(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        var publisher =
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub(path))
                        .timeout(LONG)
                        .header("Content-Type", "application/json")
                        .method(method, publisher);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
