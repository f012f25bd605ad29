package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.SoapPeer;
import io.serai.event.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * The SOAP services on the whole hub: one is edited, and all go on; another SOAP stack (node-soap)
 * calls by the WSDL it is shown; what is bad is refused in the hub's own words.
 */
@Beside
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoapServicesTest {

    private static final String USER = "erp";
    private static final String PASSWORD = "sandbox-erp-password";
    private static final String BOMB =
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";

    private final HttpClient http = HttpClient.newHttpClient();
    private Path routes;
    private HubProcess hub;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        routes = folder.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        hub = new HubProcess(folder, "serai.reload.routes=" + routes).start();
    }

    @AfterAll
    void stop() {
        hub.close();
        http.close();
    }

    @Test
    void anEditOfOneServiceLeavesTheOthersOpen() throws Exception {
        assertThat(wsdl("events")).isEqualTo(200);
        assertThat(wsdl("sandbox-erp")).isEqualTo(200);

        Path edited = routes.resolve("events/inbound.camel.yaml");
        Files.writeString(
                edited, Files.readString(edited).replace("Who calls is", "Whoever calls is"));

        await().until(() -> hub.log().contains("routes live: [services-events]"));
        assertThat(wsdl("events")).isEqualTo(200);
        assertThat(wsdl("sandbox-erp")).isEqualTo(200);
    }

    @Test
    void whatIsNoSoapIsRefusedAndSaysNothingOfTheHub() throws Exception {
        HttpResponse<String> refused = post(BOMB);

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).contains("Fault").doesNotContain("root:", "Exception", "org.");
    }

    @Test
    void whoNamesTheUserOnlyWhenAskedToIsAsked() throws Exception {
        String event =
                """
                <Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>
                <ReportEventRequest xmlns="urn:serai:events:v1"><id>asked-1</id><type>order.paid</type>
                <orderNo>E1</orderNo><occurredAt>2025-11-12T02:14:00Z</occurredAt></ReportEventRequest>
                </Body></Envelope>\
                """;
        Authenticator login =
                new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(USER, PASSWORD.toCharArray());
                    }
                };
        try (HttpClient asked = HttpClient.newBuilder().authenticator(login).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(hub.hub("/services/events"))
                            .header("Content-Type", "text/xml")
                            .POST(HttpRequest.BodyPublishers.ofString(event))
                            .build();

            assertThat(asked.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("<status>accepted</status>");
        }
    }

    @Test
    void theSchemeOfALoginIsTheSameInWhateverCase() throws Exception {
        assertThat(reported("case-1", "basic", "text/xml; charset=utf-8", StandardCharsets.UTF_8))
                .contains("<status>accepted</status>");
    }

    @ParameterizedTest
    @CsvSource({
        "text/xml, GBK",
        "text/xml, UTF-16",
        "text/xml, UTF-8",
        "text/xml; charset=GBK, GBK"
    })
    void aDocumentSaysWhichCharsetItIsInWhereItsTypeDoesNot(String type, Charset charset)
            throws Exception {
        String id = "charset-" + charset + type.length();

        assertThat(reported(id, "Basic", type, charset)).contains("<status>accepted</status>");

        assertThat(
                        Caller.staff(hub, "integrator")
                                .get("/api/v1/events?after=0&limit=1000")
                                .path("events"))
                .filteredOn(event -> event.at("/data/reported/id").asText().equals(id))
                .singleElement()
                .extracting(event -> event.at("/data/details/说明").asText())
                .isEqualTo("已付款");
    }

    private String reported(String id, String scheme, String type, Charset charset)
            throws Exception {
        String event =
                """
                <?xml version="1.0" encoding="%s"?>
                <Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>
                <ReportEventRequest xmlns="urn:serai:events:v1"><id>%s</id><type>order.paid</type>
                <orderNo>E1</orderNo><occurredAt>2025-11-12T02:14:00Z</occurredAt>
                <detail><name>说明</name><value>已付款</value></detail></ReportEventRequest>
                </Body></Envelope>\
                """
                        .formatted(charset.name(), id);
        HttpRequest request =
                HttpRequest.newBuilder(hub.hub("/services/events"))
                        .header("Content-Type", type)
                        .header("Authorization", scheme + " " + login())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(event.getBytes(charset)))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String login() {
        return Base64.getEncoder()
                .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anotherStackReportsByTheWsdlItIsShown() throws Exception {
        ArrayNode calls = Json.MAPPER.createArrayNode();
        calls.add(call("digest", PASSWORD, "foreign-1", "order.paid"));
        calls.add(call("digest", PASSWORD, "foreign-1", "order.paid"));
        calls.add(call("text", PASSWORD, "foreign-2", "order.shipped"));
        calls.add(call("basic", PASSWORD, "foreign-3", "order.paid"));
        calls.add(call("digest", "wrong", "foreign-4", "order.paid"));
        calls.add(call("text", "wrong", "foreign-5", "order.paid"));
        calls.add(call("digest", PASSWORD, "foreign-6", "order.eaten"));

        List<JsonNode> answers = SoapPeer.report(hub.hub("/services/events?wsdl"), calls);

        assertThat(answers).hasSize(calls.size());
        assertThat(answers.subList(0, 4))
                .extracting(answer -> answer.path("result").path("status").asText())
                .containsExactly("accepted", "duplicate", "accepted", "accepted");
        for (JsonNode stranger : answers.subList(4, 6)) {
            assertThat(stranger.path("status").asInt()).isEqualTo(401);
            assertThat(code(stranger)).isEqualTo("UNAUTHENTICATED");
        }
        assertThat(answers.get(6).path("status").asInt()).isEqualTo(500);
        assertThat(code(answers.get(6))).isEqualTo("BAD_EVENT");
        assertThat(answers.toString()).doesNotContain(PASSWORD);
    }

    private static ObjectNode call(String by, String password, String id, String type) {
        ObjectNode call =
                Json.MAPPER
                        .createObjectNode()
                        .put("by", by)
                        .put("user", USER)
                        .put("password", password);
        call.putObject("event")
                .put("id", id)
                .put("type", type)
                .put("orderNo", "E20251111000123")
                .put("occurredAt", "2025-11-12T02:14:00+08:00")
                .putArray("detail")
                .addObject()
                .put("name", "备注 & <more>")
                .put("value", "已付款");
        return call;
    }

    private static String code(JsonNode answer) {
        return answer.path("fault").path("detail").path("EventFault").path("code").asText();
    }

    private int wsdl(String service) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(hub.hub("/services/" + service + "?wsdl")).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(hub.hub("/services/events"))
                        .header("Content-Type", "text/xml; charset=utf-8")
                        .header("Authorization", "Basic " + login())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
