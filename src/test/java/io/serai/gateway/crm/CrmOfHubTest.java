package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Json;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Salesforce, Zendesk and WeCom of a whole hub, with its routes edited while it runs. */
@Beside
class CrmOfHubTest {

    private static final String SECRET = "qnbSz4KJgHZ3bHKNRpKQ3DXr9YH0FAKE";

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private HubProcess hub;
    private Caller agent;

    @Test
    void oneQuestionSeveralSystemsAndAnOrderThatIsLive() throws Exception {
        try (SalesforceOrg salesforce = new SalesforceOrg();
                FakeSystem zendesk = new FakeSystem();
                FakeSystem wecom = new FakeSystem();
                HubProcess started = hub(salesforce, zendesk, wecom)) {
            hub = started;
            zendesk.answers(
                    request ->
                            Reply.json(
                                    200,
                                    "{\"users\":[{\"id\":7,\"name\":\"张三\"}],\"user\":{\"id\":7,\"name\":\"张三\"}}"));
            wecom.answers(
                    request ->
                            request.uri().startsWith("/cgi-bin/gettoken")
                                    ? Reply.json(
                                            200,
                                            "{\"errcode\":0,\"access_token\":\"t0ken\",\"expires_in\":7200}")
                                    : Reply.json(
                                            200,
                                            "{\"errcode\":0,\"userid\":\"lisi\",\"name\":\"李四\",\"department\":[1]}"));
            hub.start();
            agent = Caller.staff(hub, "agent1");

            assertThat(user("id=lisi").path("system").asText()).isEqualTo("wecom");
            assertThat(user("id=7").path("system").asText()).isEqualTo("zendesk");
            assertThat(user("id=z@example.cn").path("system").asText()).isEqualTo("zendesk");
            assertThat(user("id=y@example.cn&source=wecom").path("system").asText())
                    .isEqualTo("wecom");

            edit("zendesk, salesforce, wecom", "wecom, zendesk");
            await().until(() -> user("id=z@example.cn").path("system").asText().equals("wecom"));

            theWebhookIsHeardOnce();
            await().until(() -> !salesforce.calls().isEmpty());
            assertThat(hub.log()).doesNotContain("t0ken", "FAKESECRET", SECRET);
        }
    }

    private HubProcess hub(SalesforceOrg salesforce, FakeSystem zendesk, FakeSystem wecom)
            throws IOException {
        Path routes = folder.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        routes.resolve(Path.of("routes").relativize(file)),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return new HubProcess(
                folder,
                "serai.reload.routes=" + routes,
                "serai.systems.salesforce.url=" + salesforce.server.url(),
                "serai.systems.salesforce.client-id=3MVG9FAKE",
                "serai.systems.salesforce.client-secret=FAKESECRET",
                "serai.systems.salesforce.contacts-every=1s",
                "serai.systems.zendesk.url=" + zendesk.url(),
                "serai.systems.wecom.url=" + wecom.url(),
                "serai.systems.wecom.corp-id=wwFAKE",
                "serai.systems.wecom.corp-secret=FAKESECRET2",
                "serai.zendesk.main.webhook-secret=" + SECRET);
    }

    private void edit(String before, String after) throws IOException {
        Path file = folder.resolve("routes/systems/user.camel.yaml");
        Path edited = folder.resolve("edited");
        Files.writeString(edited, Files.readString(file).replace(before, after));
        Files.move(edited, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void theWebhookIsHeardOnce() throws Exception {
        String body = "{\"ticket_id\":\"35436\",\"status\":\"已解决\"}";
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String signature = signature(now, body);

        assertThat(hook(now, signature, "01HZ1", body)).isEqualTo(200);
        assertThat(hook(now, signature, "01HZ1", body)).isEqualTo(200);
        assertThat(hook(now, signature, "01HZ2", body)).as("a replay").isEqualTo(401);
        assertThat(hook(now, signature, "01HZ1", body.replace("6", "7"))).isEqualTo(401);
        String metrics =
                http.send(
                                HttpRequest.newBuilder(hub.ops("/observe/metrics")).build(),
                                BodyHandlers.ofString())
                        .body();
        assertThat(metrics)
                .contains(
                        "serai_events_inbound_total{door=\"zendesk\",outcome=\"accepted\"} 1.0",
                        "serai_events_inbound_total{door=\"zendesk\",outcome=\"duplicate\"} 1.0",
                        "serai_events_inbound_total{door=\"zendesk\",outcome=\"refused\"} 2.0");
    }

    private int hook(String time, String signature, String invocation, String body)
            throws Exception {
        return http.send(
                        HttpRequest.newBuilder(hub.hub("/hooks/zendesk/main"))
                                .header("Content-Type", "application/json; charset=utf-8")
                                .header("X-Zendesk-Webhook-Signature", signature)
                                .header("X-Zendesk-Webhook-Signature-Timestamp", time)
                                .header("X-Zendesk-Webhook-Invocation-Id", invocation)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String signature(String time, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder()
                .encodeToString(mac.doFinal((time + body).getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode user(String query) throws IOException {
        return Json.MAPPER.readTree(agent.send("GET", "/gateway/user?" + query).body());
    }
}
