package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/** The short form in a whole hub, edited while it runs. */
@Beside
class LiveIntegrationTest {

    private static final String POINTS = "/gateway/club/points/m";

    private final AtomicInteger keys = new AtomicInteger(1);
    @TempDir Path folder;

    @Test
    void anIntegrationIsLiveAndAWrongEditLeavesTheLastGoodOne() throws Exception {
        Path file = Files.createDirectories(folder.resolve("config")).resolve("integrations.yaml");
        try (FakeSystem loyalty = new FakeSystem();
                HubProcess hub =
                        new HubProcess(folder, "serai.gateway.integrations=" + file.getParent())) {
            loyalty.answers(request -> Reply.json(200, "{\"asked\":\"" + request.uri() + "\"}"));
            save(file, integration(loyalty, "/v1/{key}"));
            hub.start();
            Caller integrator = Caller.staff(hub, "integrator");

            // The first call of a cold hub may take longer than anyone has patience for.
            await().until(() -> asked(integrator, keys.incrementAndGet()).startsWith("/v1/"));
            assertThat(integrator.get("/api/v1/integrations").at("/0/routes/0").asText())
                    .contains("uri: direct:system.club.points")
                    .doesNotContain("k3y");

            assertThat(asked(integrator, 0)).startsWith("/v1/");
            assertThat(asked(integrator, 0)).startsWith("/v1/");

            save(file, integration(loyalty, "/v2/{key}"));
            await().until(() -> asked(integrator, keys.incrementAndGet()).startsWith("/v2/"));

            assertThat(asked(integrator, 0)).startsWith("/v2/");

            save(file, integration(loyalty, "no path"));
            await().until(() -> hub.log().contains("'path' begins"));

            assertThat(hub.log()).contains(file + ":9");
            assertThat(asked(integrator, keys.incrementAndGet())).startsWith("/v2/");
        }
    }

    /** What the system was asked; a new key each time, for answers are remembered. */
    private String asked(Caller integrator, int key) throws Exception {
        return Json.MAPPER
                .readTree(integrator.send("GET", POINTS + key).body())
                .at("/data/asked")
                .asText();
    }

    private static String integration(FakeSystem loyalty, String path) {
        return """
        integrations:
          - name: club
            endpoint: %s
            auth_type: api_key
            api_key: k3y
            cache_ttl: 1h
            operations:
              - name: points
                path: %s
        """
                .formatted(loyalty.url(), path);
    }

    /** As an editor does that does not leave half a file. */
    private static void save(Path file, String text) throws Exception {
        Path next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
