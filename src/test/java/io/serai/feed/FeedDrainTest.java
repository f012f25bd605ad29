package io.serai.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

@Beside
class FeedDrainTest {

    @TempDir private Path folder;

    @Test
    void aHubThatGoesEndsItsStreamsAndAnswersItsPollsAndNobodyIsLeft() throws Exception {
        try (HubProcess hub = new HubProcess(folder, "serai.reload.watch=false").start();
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    Caller.staff(hub, "integrator").request("/api/v1/events?after=latest&wait=30");
            HttpResponse<InputStream> stream =
                    http.send(
                            request.copy().header("Accept", "text/event-stream").build(),
                            BodyHandlers.ofInputStream());
            var poll = http.sendAsync(request.build(), BodyHandlers.ofString());

            hub.terminate();

            try (EventStream events = new EventStream(stream.body())) {
                assertThat(events.next()).isEmpty();
                assertThat(events.lastId()).isNotEmpty();
            }
            assertThat(poll.join().statusCode()).isIn(200, 503);
            hub.awaitGone(Duration.ofSeconds(60));
            assertThat(hub.log()).contains("Left: 0 sockets, 0 requests");
        }
    }
}
