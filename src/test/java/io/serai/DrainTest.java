package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The hub is told to go (SIGTERM) in the middle of its work, and nobody is the worse for it. */
@Beside
class DrainTest {

    private static final int CUSTOMERS = 8;
    private static final int SERVICE_RESTART = 1012;
    private static final Duration GONE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void aRestartUnderLoadIsNoticedByNobody() throws Exception {
        try (HubProcess hub = new HubProcess(folder, "serai.reload.watch=false").start();
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<TalkingCustomer> customers = customers(hub, http);
            AnsweringAgent agent = new AnsweringAgent(hub, http, "agent1");
            threads.submit(agent);
            customers.forEach(threads::submit);
            awaitMoreAcknowledged(customers, 240);
            await().until(() -> agent.taken.size() > 20);

            hub.terminate();

            assertThat(hub.awaitGone(GONE)).isIn(0, 143);
            assertThat(hub.log()).contains("Left: 0 sockets, 0 requests, 0 conversations");
            hub.start();
            awaitMoreAcknowledged(customers, 240);
            customers.forEach(customer -> customer.talking = false);
            await().until(() -> customers.stream().allMatch(it -> it.closed));
            agent.working = false;

            Audit audit = new Audit(hub);
            assertThat(agent.fault).isEmpty();
            assertThat(agent.closes)
                    .as("the agent was told to come back")
                    .startsWith(SERVICE_RESTART);
            assertThat(agent.reconnects).isNotEmpty();
            for (TalkingCustomer customer : customers) {
                assertThat(customer.fault).isEmpty();
                assertThat(customer.closes).containsExactly(SERVICE_RESTART);
                assertThat(customer.reconnects).hasSize(1);
                assertThat(customer.reconnects.getFirst().path("after").asLong(-1))
                        .isBetween(0L, 1000L);
                audit.everyAcknowledgedMessageIsThereOnceAndInOrder(customer);
                audit.everyReplyThatWasTakenIsThereOnce(agent, customer.conversation);
            }
        }
    }

    @Test
    void whoIsInsideIsServedAndWhoComesIsSentElsewhere() throws Exception {
        try (HubProcess hub =
                        new HubProcess(
                                        folder,
                                        "serai.reload.watch=false",
                                        "serai.drain.notice=3s",
                                        "serai.drain.reconnect=3s")
                                .start();
                HttpClient http = HttpClient.newHttpClient();
                HalfSaid visitor = new HalfSaid(hub.hub("/api/v1/visitors"))) {
            var poll = longPoll(hub, http);

            hub.terminate();
            await().until(() -> readiness(hub, http) == 503);
            HttpResponse<String> noticed = post(hub, http);
            await().until(() -> post(hub, http).statusCode() == 503);
            HttpResponse<String> shut = post(hub, http);

            assertThat(noticed.statusCode())
                    .as("served until the balancer has noticed")
                    .isEqualTo(200);
            assertThat(noticed.headers().firstValue("Connection")).hasValue("close");
            assertThat(shut.headers().firstValue("Retry-After")).hasValue("3");
            assertThat(upgradeRefusedWith(hub, http)).isEqualTo(503);
            assertThat(readiness(hub, http)).isEqualTo(503);
            assertThat(poll.join().body()).as("a poll is answered").contains("\"messages\":[]");
            assertThat(visitor.finish()).startsWith("HTTP/1.1 200").contains("\"token\"");
            assertThat(hub.awaitGone(GONE)).isIn(0, 143);
        }
    }

    @Test
    void whoNeverFinishesHoldsItUpOnlyToTheLimitAndNothingIsLost() throws Exception {
        try (HubProcess hub =
                        new HubProcess(
                                        folder,
                                        "serai.reload.watch=false",
                                        "serai.edge.body-timeout=60s",
                                        "serai.drain.timeout=6s",
                                        "serai.drain.sockets=1s")
                                .start();
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HalfSaid forever = new HalfSaid(hub.hub("/api/v1/visitors"))) {
            List<TalkingCustomer> customers = customers(hub, http);
            customers.forEach(threads::submit);
            awaitMoreAcknowledged(customers, 120);

            hub.terminate();
            hub.terminate();

            assertThat(hub.awaitGone(GONE)).isEqualTo(143);
            assertThat(hub.log()).contains("Left: 0 sockets, 1 requests");
            hub.start();
            awaitMoreAcknowledged(customers, 120);
            customers.forEach(customer -> customer.talking = false);
            await().until(() -> customers.stream().allMatch(it -> it.closed));
            Audit audit = new Audit(hub);
            for (TalkingCustomer customer : customers) {
                assertThat(customer.fault).isEmpty();
                audit.everyAcknowledgedMessageIsThereOnceAndInOrder(customer);
            }
            assertThat(forever.isOpen()).isFalse();
        }
    }

    /** Even ones ask what the bot knows; odd ones want a human after a while. */
    private static IntFunction<String> words(int customer) {
        return message -> customer % 2 == 1 && message == 10 ? "转人工" : "怎么退货？第 " + message + " 次问";
    }

    private static List<TalkingCustomer> customers(HubProcess hub, HttpClient http) {
        return IntStream.range(0, CUSTOMERS)
                .mapToObj(i -> new TalkingCustomer(hub, http, words(i)))
                .toList();
    }

    private static void awaitMoreAcknowledged(List<TalkingCustomer> customers, int more) {
        int target = acknowledged(customers) + more;
        await().pollInterval(Duration.ofMillis(5))
                .failFast(() -> customers.stream().anyMatch(it -> !it.fault.isEmpty()))
                .until(() -> acknowledged(customers) >= target);
    }

    private static int acknowledged(List<TalkingCustomer> customers) {
        return customers.stream().mapToInt(customer -> customer.acknowledged.size()).sum();
    }

    private static int readiness(HubProcess hub, HttpClient http) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(hub.ops("/observe/health/ready")).build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> post(HubProcess hub, HttpClient http) throws Exception {
        return http.send(
                HttpRequest.newBuilder(hub.hub("/api/v1/visitors"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
    }

    /** It has begun, and nothing will come. */
    private static CompletableFuture<HttpResponse<String>> longPoll(HubProcess hub, HttpClient http)
            throws Exception {
        String token = post(hub, http).body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
        return http.sendAsync(
                HttpRequest.newBuilder(hub.hub("/api/v1/customer/messages?after=0&wait=30"))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private static int upgradeRefusedWith(HubProcess hub, HttpClient http) {
        try {
            http.newWebSocketBuilder().buildAsync(hub.socket("/ws/customer"), new Frames()).join();
            return 101;
        } catch (CompletionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refused
                    ? refused.getResponse().statusCode()
                    : 0;
        }
    }

    /** A request whose sender has not come to its end yet. */
    private static final class HalfSaid implements AutoCloseable {

        private final Socket socket;

        HalfSaid(URI uri) throws IOException {
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout(20_000);
            write(
                    "POST %s HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
                            .formatted(uri.getPath()));
        }

        String finish() throws IOException {
            write("}");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        boolean isOpen() {
            try {
                return socket.getInputStream().read() >= 0;
            } catch (IOException cut) {
                return false;
            }
        }

        private void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
