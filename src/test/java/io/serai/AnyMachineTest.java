package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A hub is the same whatever language, digits and time its machine is set up for. */
@Timeout(180)
class AnyMachineTest {

    private static final String ROUTE =
            """
            - route:
                id: far-away
                from:
                  uri: direct:far-away
                  steps:
                    - stop: {}
            """;

    @TempDir Path folder;

    @Test
    void aHubStartsAndAnswersInJsonWhateverTheMachineSpeaks() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("退货.camel.yaml"), ROUTE);
        try (HubProcess hub =
                new HubProcess(folder, "serai.reload.routes=" + routes, "serai.search.folder=")
                        .farAway()
                        .start()) {
            JsonNode refused = Json.MAPPER.readTree(ask(hub));

            assertThat(refused.path("status").asInt()).isEqualTo(401);
            assertThat(hub.log()).contains("far-away").doesNotContain("Exception");
        }
    }

    private static String ask(HubProcess hub) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(hub.hub("/api/v1/conversations")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
