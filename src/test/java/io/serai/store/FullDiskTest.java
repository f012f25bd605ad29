package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.Beside;
import io.serai.Command;
import io.serai.HubProcess;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;
import io.serai.engines.SmallDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The disk under the store is full: nothing is acknowledged that is not stored. */
@Beside
class FullDiskTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    /** How the room for the store's file runs out, and comes back. */
    private interface Room {
        void fill() throws Exception;

        void free() throws Exception;
    }

    @Test
    void theHubSaysUnavailableAndWhyAndGoesOnOnceThereIsRoomAgain() throws Exception {
        onlyWhereADiskCanBeMade();
        try (SmallDisk disk = SmallDisk.of(24);
                HubProcess hub = hub(disk.folder())) {
            isRefusedAndGoesOn(
                    hub.start(),
                    new Room() {
                        @Override
                        public void fill() throws Exception {
                            disk.fill();
                        }

                        @Override
                        public void free() throws Exception {
                            disk.free();
                        }
                    });
        }
    }

    @Test
    void atTheStartItIsToldInOneSentence() throws Exception {
        onlyWhereADiskCanBeMade();
        try (SmallDisk disk = SmallDisk.of(24);
                HubProcess hub = hub(disk.folder())) {
            hub.start();
            hub.kill();
            disk.fill();

            hub.launch();

            assertThat(hub.awaitGone(Duration.ofSeconds(120))).isNotZero();
            assertThat(hub.log())
                    .contains("the disk under it is full. Make room on it")
                    .doesNotContain("\tat ");
            disk.free();
            hub.start();
        }
    }

    @Test
    void whoeverMeetsItFirstAtTheStartIsTold() throws Exception {
        onlyWhereADiskCanBeMade();
        try (SmallDisk disk = SmallDisk.of(8)) {
            String url = "jdbc:h2:file:" + disk.folder().resolve("serai");
            Connection first = DriverManager.getConnection(url);
            disk.fill();
            Throwable written = catchThrowable(() -> writeUntilRefused(first));

            Throwable later =
                    catchThrowable(() -> StoreConfiguration.dataSource(settings(url), first));

            assertThat(told(later)).contains("the disk under it is full. Make room on it");
            assertThat(told(new BeanCreationException("ledger", written))).isEqualTo(told(later));
            assertThat(told(new BeanCreationException("pages", new IOException("No space left"))))
                    .isNull();
        }
    }

    private static StoreSettings settings(String url) {
        Duration time = Duration.ofSeconds(5);
        return new StoreSettings(url, "", "", 4, 256, 50_000, time, time);
    }

    private static @Nullable String told(Throwable failure) {
        FailureAnalysis analysis = new StoreUnusableAnalyzer().analyze(failure);
        return analysis == null ? null : analysis.getDescription();
    }

    private static void writeUntilRefused(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table words(said varchar)");
            for (int i = 0; i < 1_000; i++) {
                statement.execute("insert into words values(repeat('%d', 100000))".formatted(i));
            }
        }
    }

    @Test
    void aFileThatMayNotGrowIsTheSameToTheHub() throws Exception {
        assumeThat(Path.of("/usr/bin/prlimit")).as("Linux, which can limit a file").exists();
        try (HubProcess hub = hub(folder)) {
            isRefusedAndGoesOn(
                    hub.start(),
                    new Room() {
                        @Override
                        public void fill() throws Exception {
                            limit(hub, String.valueOf(Files.size(folder.resolve("serai.mv.db"))));
                        }

                        @Override
                        public void free() throws Exception {
                            limit(hub, "unlimited");
                        }
                    });
        }
    }

    private void isRefusedAndGoesOn(HubProcess hub, Room room) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Customer customer = new Customer(hub, http);
            assertThat(customer.says("before").statusCode()).isEqualTo(200);

            room.fill();
            HttpResponse<String> refused = customer.saysUntilRefused("while it is full ");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("\"title\":\"unavailable\"");
            assertThat(customer.saysUntilRefused("and still is ").statusCode()).isEqualTo(503);
            await().until(() -> customer.health().contains("the disk under the store is full"));
            room.free();
            await().until(() -> customer.says("after").statusCode() == 200);

            await().until(() -> !customer.health().contains("the disk under the store is full"));
            assertThat(hub.log())
                    .containsOnlyOnce("Nothing can be stored: the disk under the store is full")
                    .contains("The store is there again")
                    .doesNotContain("\tat ");
            assertThat(customer.stored()).containsAll(customer.acknowledged);
            hub.kill();
            hub.start();
            assertThat(customer.stored())
                    .containsAll(customer.acknowledged)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @Test
    void onPostgresEveryUnitIsRefusedAndNothingAcknowledgedIsLost() throws Exception {
        onlyWhereADiskCanBeMade();
        try (SmallDisk disk = SmallDisk.of(160);
                Postgres postgres = Engines.newPostgres(disk.folder("postgres"));
                LedgerOnDisk store = new LedgerOnDisk(postgres, postgres.freshDatabase());
                Talkers talkers = new Talkers(store.ledger(), 4)) {
            talkers.awaitMore(50);

            disk.fill();
            talkers.awaitRefusals();
            disk.free();
            postgres.start(); // it ends when there is no room for its log either

            talkers.awaitMore(50);
            talkers.hush();
            talkers.audit(store, talkers.acknowledged());
        }
    }

    private static void onlyWhereADiskCanBeMade() {
        assumeThat(SmallDisk.isPossible()).as("a small disk can be mounted").isTrue();
    }

    private HubProcess hub(Path store) {
        return new HubProcess(
                folder,
                "serai.store.url=jdbc:h2:file:" + store.resolve("serai"),
                "serai.reload.watch=false");
    }

    private static void limit(HubProcess hub, String bytes) throws Exception {
        Command.run(
                "prlimit",
                "--pid",
                String.valueOf(hub.handle().pid()),
                "--fsize=" + bytes + ":unlimited");
    }

    /** Who writes, and counts what was acknowledged. */
    private static final class Customer {
        private final HubProcess hub;
        private final HttpClient http;
        private final String token;
        private int sent;
        private final List<Integer> acknowledged = new ArrayList<>();

        Customer(HubProcess hub, HttpClient http) throws Exception {
            this.hub = hub;
            this.http = http;
            this.token =
                    JSON.readTree(
                                    http.send(
                                                    post(
                                                                    "/api/v1/visitors",
                                                                    JSON.createObjectNode())
                                                            .build(),
                                                    BodyHandlers.ofString())
                                            .body())
                            .path("token")
                            .asText();
        }

        HttpResponse<String> says(String text) throws Exception {
            int number = ++sent;
            var message = JSON.createObjectNode().put("id", "m" + number);
            message.putObject("content").put("type", "text").put("text", text);
            HttpResponse<String> response =
                    http.send(
                            post("/api/v1/customer/messages", message)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                acknowledged.add(number);
            }
            return response;
        }

        HttpResponse<String> saysUntilRefused(String text) throws Exception {
            for (int i = 0; i < 2_000; i++) {
                HttpResponse<String> response = says(text + i + "x".repeat(500));
                if (response.statusCode() != 200) {
                    return response;
                }
            }
            throw new AssertionError("2000 messages were stored on a full disk");
        }

        /** The numbers of their messages that the hub has, in its order. */
        List<Integer> stored() throws Exception {
            List<Integer> numbers = new ArrayList<>();
            long after = 0;
            while (true) {
                JsonNode messages =
                        JSON.readTree(get(hub.hub("/api/v1/customer/messages?after=" + after)))
                                .path("messages");
                if (messages.isEmpty()) {
                    return numbers;
                }
                for (JsonNode message : messages) {
                    after = message.path("seq").asLong();
                    String id = message.path("clientId").asText();
                    if (id.startsWith("m")) {
                        numbers.add(Integer.valueOf(id.substring(1)));
                    }
                }
            }
        }

        String health() throws Exception {
            return get(hub.ops("/observe/health"));
        }

        private String get(URI uri) throws Exception {
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }

        private HttpRequest.Builder post(String path, JsonNode body) {
            return HttpRequest.newBuilder(hub.hub(path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        }
    }
}
