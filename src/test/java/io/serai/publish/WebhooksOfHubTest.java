package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** Webhooks of a whole hub, by its API, and across a kill. */
@Beside
class WebhooksOfHubTest {

    @TempDir private Path folder;
    private HubProcess hub;
    private Caller integrator;

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
            integrator = Caller.staff(hub, "integrator");
            String id = subscribe(subscriber);
            theApiKeepsItsWord(id, subscriber);
            aDayIsExportedForIntegrators();
            for (int i = 0; i < 60; i++) {
                report("before " + i);
            }
            await().until(() -> subscriber.notes().size() > 20);

            hub.kill();
            hub.start();
            integrator = Caller.staff(hub, "integrator");
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
                integrator.send(
                        "POST",
                        "/api/v1/webhooks",
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
        assertThat(integrator.send("GET", "/api/v1/webhooks").body())
                .contains(id)
                .doesNotContain("whsec_");
        assertThat(Caller.staff(hub, "agent1").status(path)).isEqualTo(403);
        assertThat(Caller.staff(hub, "supervisor").status(path)).isEqualTo(403);
        assertThat(integrator.status(path.replace(id, id.replace('0', '1')))).isEqualTo(404);
        refused("{\"url\":\"http://169.254.169.254/latest/meta-data\"}", "link-local");
        refused("{\"url\":\"http://10.0.0.1/\"}", "private network");
        refused("{\"types\":[]}", "url must be given");
        refused(
                "{\"url\":\"https://shop.example/\",\"typs\":[]}",
                "There is no field \\\"typs\\\"");
        refused("{\"url\":\"https://shop.example/\",\"types\":[\"a%\"]}", "types has \\\"a%\\\"");

        assertThat(integrator.send("POST", path + "/test").statusCode()).isEqualTo(202);
        await().until(() -> subscriber.calls().size() == 1);
        assertThat(subscriber.calls().getFirst().event().at("/type").asText())
                .isEqualTo("io.serai.webhook.test");

        JsonNode log =
                await().until(() -> integrator.get(path + "/deliveries"), it -> delivered(it));
        assertThat(log.at("/0/attempts/0/status").asInt()).isEqualTo(204);
        String delivery = log.at("/0/id").asText();
        assertThat(
                        integrator
                                .send("POST", path + "/deliveries/" + delivery + "/replay")
                                .statusCode())
                .isEqualTo(202);
        await().until(() -> subscriber.calls().size() == 2);
        JsonNode rotated = integrator.post(path + "/secret", "{\"overlap\":\"1h\"}");
        assertThat(rotated.at("/secret").asText()).startsWith("whsec_");
        assertThat(rotated.at("/oldSecretUntil").asText()).isNotEmpty();
        JsonNode paused = integrator.call("PATCH", path, "{\"state\":\"paused\"}");
        assertThat(paused.at("/state").asText()).isEqualTo("paused");
        integrator.call("PATCH", path, "{\"state\":\"active\"}");
    }

    private void aDayIsExportedForIntegrators() throws Exception {
        report("to be exported");
        String day = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
        String path = "/api/v1/export/" + day + ".csv";

        assertThat(integrator.send("GET", path + "?data=events").body())
                .startsWith("id,type,source,subject,time,")
                .contains(",io.serai.order.paid,/systems/erp,E1,");
        assertThat(integrator.send("GET", path).body()).startsWith("id,conversation,seq,");
        assertThat(Caller.staff(hub, "agent1").status(path)).isEqualTo(403);
        assertThat(integrator.status(path + "?data=agents")).isEqualTo(400);
        assertThat(integrator.status("/api/v1/export/tomorrow.csv")).isEqualTo(400);
    }

    private void refused(String body, String why) throws Exception {
        HttpResponse<String> answer = integrator.send("POST", "/api/v1/webhooks", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(why);
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
        assertThat(integrator.send("POST", "/api/v1/events", event).statusCode()).isEqualTo(202);
    }
}
