package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A hub that is to use Kafka, and Kafka is not there. */
@Beside
class WithoutKafkaTest {

    @TempDir private Path folder;

    @Test
    void itIsReadyAndTakesCustomersInAndItsHealthNamesWhatIsMissing() throws Exception {
        try (HubProcess hub =
                        new HubProcess(
                                folder,
                                "serai.reload.watch=false",
                                "serai.bus.brokers=127.0.0.1:" + FreePort.choose());
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hub.start();
            TalkingCustomer customer = new TalkingCustomer(hub, http, message -> "在吗 " + message);
            threads.submit(customer);

            await().until(() -> customer.acknowledged.size() >= 20);
            customer.talking = false;

            JsonNode health =
                    new ObjectMapper()
                            .readTree(
                                    http.send(
                                                    HttpRequest.newBuilder(
                                                                    hub.ops("/observe/health"))
                                                            .build(),
                                                    BodyHandlers.ofString())
                                            .body());
            assertThat(health.path("status").asText()).isEqualTo("UP");
            assertThat(health.at("/components/bus/details/state").asText()).isEqualTo("degraded");
            assertThat(health.at("/components/bus/details/mend").asText())
                    .contains("serai.bus.brokers");
            assertThat(hub.isReady()).isTrue();
            assertThat(customer.fault).isEmpty();
        }
    }
}
