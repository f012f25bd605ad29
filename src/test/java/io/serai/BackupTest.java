package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.engines.Engines;
import io.serai.engines.PostgresTools;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The store is copied while customers talk, and a hub is started on the copy alone. */
@Beside
class BackupTest {

    private static final int CUSTOMERS = 8;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    /** Makes a copy of a running hub's store; what it returns opens it as a store elsewhere. */
    private interface Copying {
        void copy(HubProcess hub, HttpClient http) throws Exception;
    }

    @Test
    void theHubsOwnBackupHoldsAllThatWasAcknowledgedBeforeIt() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Map<String, Map<Integer, Long>> before;
        try (HubProcess hub = new HubProcess(live, "serai.backup.folder=" + folder)) {
            before = talk(hub, (it, http) -> Unzip.into(elsewhere, backUp(it, http)));
        }

        try (HubProcess hub = new HubProcess(elsewhere)) {
            startAndStop(hub);
        }

        try (LedgerOnDisk store = new LedgerOnDisk(elsewhere)) {
            before.forEach((conversation, said) -> audit(store, conversation, said));
        }
    }

    @Test
    void aDumpOfPostgresHoldsAllThatWasAcknowledgedBeforeIt() throws Exception {
        assumeThat(PostgresTools.areThere()).as("pg_dump 14 or later").isTrue();
        var postgres = Engines.postgres();
        String live = postgres.freshDatabase();
        String elsewhere = postgres.freshDatabase();
        Map<String, Map<Integer, Long>> before;
        try (HubProcess hub = onPostgres(live)) {
            before =
                    talk(
                            hub,
                            (it, http) ->
                                    PostgresTools.dump(postgres, live, folder.resolve("dump")));
        }
        PostgresTools.restore(postgres, folder.resolve("dump"), elsewhere);

        try (HubProcess hub = onPostgres(elsewhere)) {
            startAndStop(hub);
        }

        try (LedgerOnDisk store = new LedgerOnDisk(postgres, elsewhere)) {
            before.forEach((conversation, said) -> audit(store, conversation, said));
        }
    }

    private HubProcess onPostgres(String url) {
        var postgres = Engines.postgres();
        return new HubProcess(
                folder,
                "serai.store.url=" + url,
                "serai.store.user=" + postgres.user(),
                "serai.store.password=" + postgres.password());
    }

    /**
     * Lets customers talk before, during and after the copy, and ends the hub without warning.
     *
     * @return what was acknowledged to whom before the copy began
     */
    private static Map<String, Map<Integer, Long>> talk(HubProcess hub, Copying copying)
            throws Exception {
        hub.start();
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<TalkingCustomer> customers =
                    IntStream.range(0, CUSTOMERS)
                            .mapToObj(
                                    i -> new TalkingCustomer(hub, http, n -> "怎么退货？第 " + n + " 次问"))
                            .toList();
            customers.forEach(threads::submit);
            awaitMore(customers);

            Map<String, Map<Integer, Long>> before = new TreeMap<>();
            customers.forEach(it -> before.put(it.conversation, new TreeMap<>(it.acknowledged)));
            copying.copy(hub, http);
            awaitMore(customers);

            customers.forEach(customer -> customer.talking = false);
            threads.shutdown();
            await().until(threads::isTerminated);
            assertThat(customers).allSatisfy(customer -> assertThat(customer.fault).isEmpty());
            hub.kill();
            return before;
        }
    }

    private static void awaitMore(List<TalkingCustomer> customers) {
        int target = acknowledged(customers) + 120;
        await().failFast(() -> customers.stream().anyMatch(it -> !it.fault.isEmpty()))
                .until(() -> acknowledged(customers) >= target);
    }

    private static int acknowledged(List<TalkingCustomer> customers) {
        return customers.stream().mapToInt(customer -> customer.acknowledged.size()).sum();
    }

    private static Path backUp(HubProcess hub, HttpClient http) throws Exception {
        var response =
                http.send(
                        HttpRequest.newBuilder(hub.ops("/observe/backup"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode made = new ObjectMapper().readTree(response.body());
        assertThat(Path.of(made.path("file").asText())).hasSize(made.path("bytes").asLong());
        return Path.of(made.path("file").asText());
    }

    private static void startAndStop(HubProcess hub) throws Exception {
        hub.start();
        assertThat(hub.log()).contains("The store was restored from a backup");
        hub.terminate();
        hub.awaitGone(LIMIT);
    }

    /** All there, once, in order, without a gap, and nobody waits for an answer. */
    private static void audit(LedgerOnDisk store, String conversation, Map<Integer, Long> said) {
        List<Message> messages = store.conversations().after(conversation, 0, 10_000);
        assertThat(messages)
                .extracting(Message::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, messages.size()).boxed().toList());
        List<String> customers =
                messages.stream()
                        .filter(it -> it.sender().kind() == Sender.Kind.CUSTOMER)
                        .map(it -> String.valueOf(it.clientId()))
                        .toList();
        assertThat(customers)
                .hasSizeGreaterThanOrEqualTo(said.size())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, customers.size()).mapToObj(i -> "m" + i).toList());
        said.forEach(
                (message, seq) ->
                        assertThat(messages.get(Math.toIntExact(seq - 1)).clientId())
                                .isEqualTo("m" + message));
        var stands = store.conversation(conversation);
        assertThat(stands.pending()).isFalse();
        if (stands.owner().kind() == Owner.Kind.BOT) {
            assertThat(messages.size()).isEqualTo(2 * customers.size());
        }
    }
}
