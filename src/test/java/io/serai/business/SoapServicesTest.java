package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.HubProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The SOAP services on the whole hub: one is edited, and all go on; what is bad is refused in the
 * hub's own words.
 */
class SoapServicesTest {

    private static final String BOMB =
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anEditOfOneServiceLeavesTheOthersOpen() throws Exception {
        Path routes = folder.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        try (HubProcess hub = new HubProcess(folder, "serai.reload.routes=" + routes).start()) {
            assertThat(wsdl(hub, "events")).isEqualTo(200);
            assertThat(wsdl(hub, "sandbox-erp")).isEqualTo(200);

            Path edited = routes.resolve("events/inbound.camel.yaml");
            Files.writeString(
                    edited, Files.readString(edited).replace("Who calls is", "Whoever calls is"));

            await().until(() -> hub.log().contains("routes live: [services-events]"));
            assertThat(wsdl(hub, "events")).isEqualTo(200);
            assertThat(wsdl(hub, "sandbox-erp")).isEqualTo(200);

            HttpResponse<String> refused = post(hub, BOMB);
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body())
                    .contains("Fault")
                    .doesNotContain("root:", "Exception", "org.");
        }
    }

    private int wsdl(HubProcess hub, String service) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(hub.hub("/services/" + service + "?wsdl")).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpResponse<String> post(HubProcess hub, String body)
            throws IOException, InterruptedException {
        String login =
                Base64.getEncoder()
                        .encodeToString(
                                "erp:sandbox-erp-password".getBytes(StandardCharsets.UTF_8));
        return http.send(
                HttpRequest.newBuilder(hub.hub("/services/events"))
                        .header("Content-Type", "text/xml; charset=utf-8")
                        .header("Authorization", "Basic " + login)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
