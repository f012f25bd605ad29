package io.serai.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

class WebSocketLifecycleTest {

    private static final String ROUTE =
            """
            - route:
                id: chat
                from:
                  uri: websocket-jsr356:/ws/chat
                  parameters:
                    %s
                  steps:
                    - process:
                        ref: handler
                    - process:
                        ref: last
            """;

    private WebSocketServer server;
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void start() {
        server =
                new WebSocketServer(
                        "--serai.websocket.reload-hold=2s",
                        "--serai.websocket.close-timeout=300ms");
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.close();
    }

    private void serve(Processor handler, String options) throws Exception {
        serve(handler, exchange -> {}, options);
    }

    private void serve(Processor handler, Processor last, String options) throws Exception {
        server.bind("handler", handler);
        server.bind("last", last);
        server.load(ROUTE.formatted(options));
    }

    private void note(Exchange exchange) {
        String key =
                exchange.getMessage().getHeader(WebSocketConstants.CONNECTION_KEY, String.class);
        if (!keys.contains(key)) {
            keys.add(key);
        }
        bodies.add(exchange.getMessage().getBody(String.class));
    }

    private void waitAtGate(Exchange exchange) throws InterruptedException {
        note(exchange);
        gate.await(60, TimeUnit.SECONDS);
    }

    private RawClient connect() throws IOException {
        return new RawClient(server.port(), "/ws/chat");
    }

    @Test
    void aReplacedRouteKeepsItsSocketsAndTheirMessages() throws Exception {
        serve(this::note, "pingInterval: 0");
        int messages = 3000;
        try (RawClient client = connect();
                RawClient quiet = connect()) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> count(client, messages));

            for (int swap = 0; swap < 5; swap++) {
                server.remove("chat");
                server.load(ROUTE.formatted("pingInterval: 0"));
                int reached = bodies.size();
                await().until(() -> bodies.size() > reached || sending.isDone());
            }
            sending.get(60, TimeUnit.SECONDS);
            quiet.sendText("still here");

            await().until(() -> bodies.size() == messages + 1);
            List<String> expected = IntStream.range(0, messages).mapToObj(i -> "n" + i).toList();
            assertThat(bodies.stream().filter(body -> body.startsWith("n"))).isEqualTo(expected);
            assertThat(keys).hasSize(2);
        }
    }

    private static void count(RawClient client, int messages) {
        try {
            for (int i = 0; i < messages; i++) {
                client.sendText("n" + i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMessageUnderWayIsFinishedByTheRouteThatBeganIt() throws Exception {
        Queue<String> finished = new ConcurrentLinkedQueue<>();
        serve(
                this::waitAtGate,
                exchange -> finished.add("old " + exchange.getMessage().getBody()),
                "pingInterval: 0");
        try (RawClient client = connect()) {
            client.sendText("first").sendText("second");
            await().until(() -> bodies.size() == 1);
            CompletableFuture<Void> removing =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    server.remove("chat");
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            await().until(() -> !server.takes("chat"));

            gate.countDown();
            removing.get(60, TimeUnit.SECONDS);
            serve(
                    exchange -> finished.add("new " + exchange.getMessage().getBody()),
                    "pingInterval: 0");

            await().until(() -> finished.size() == 2);
            assertThat(finished).containsExactly("old first", "new second");
        }
    }

    @Test
    void aHandshakeDuringASwapWaitsForTheNewRoute() throws Exception {
        serve(this::note, "pingInterval: 0");
        server.remove("chat");
        try (RawClient client = connect()) {
            client.sendText("early");
            assertThat(client.status).isEqualTo(101);

            server.load(ROUTE.formatted("pingInterval: 0"));

            await().until(() -> bodies.contains("early"));
        }
    }

    @Test
    void aPathWhoseRouteStaysAwayIsClosed() throws Exception {
        serve(this::note, "pingInterval: 0");
        try (RawClient client = connect()) {
            server.remove("chat");

            assertThat(client.readToClose()).isEqualTo(1001);
            await().until(() -> connectStatus() == 404);
        }
    }

    private int connectStatus() throws IOException {
        try (RawClient client = connect()) {
            return client.status;
        }
    }

    @Test
    void aSlowReaderIsClosedAndStallsNobody() throws Exception {
        serve(this::note, "sendQueueBytes: 200000");
        try (RawClient slow = new RawClient(server.port(), 4096, "/ws/chat");
                RawClient quick = connect()) {
            slow.sendText("slow");
            await().until(() -> keys.size() == 1);
            quick.sendText("quick");
            await().until(() -> keys.size() == 2);
            String slowKey = keys.remove();
            String quickKey = keys.remove();
            String big = "b".repeat(50_000);

            int taken = 0; // if sending waited for who reads nothing, this would never end
            while (server.connections().send(slowKey, big)) {
                taken++;
            }
            server.connections().send(quickKey, "you are fine");

            assertThat(quick.readText()).isEqualTo("you are fine");
            assertThat(taken).isGreaterThanOrEqualTo(4);
            assertThat(server.connections().isOpen(slowKey)).isFalse();
            assertThat(server.count("serai.websocket.closed", "reason", "slow")).isEqualTo(1);
            await().until(() -> server.connections().closing() == 0);
            assertThat(slow.isCut()).isTrue();
        }
    }

    @Test
    void aFloodIsHeldBackNotLost() throws Exception {
        serve(this::waitAtGate, "receiveQueueMessages: 8");
        int messages = 1200;
        String padding = "p".repeat(30_000);
        try (RawClient client = connect()) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    for (int i = 0; i < messages; i++) {
                                        client.sendText("f" + i + padding);
                                    }
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            await().until(() -> bodies.size() == 1);
            await().during(Duration.ofMillis(300)).until(() -> server.received() <= 20);
            assertThat(sending).isNotDone();

            gate.countDown();

            await().until(() -> bodies.size() == messages);
            assertThat(bodies.stream().map(body -> body.replace(padding, "")))
                    .isEqualTo(IntStream.range(0, messages).mapToObj(i -> "f" + i).toList());
        }
    }

    @Test
    void aFailingRouteGoesOnWithTheNextMessage() throws Exception {
        serve(
                exchange -> {
                    note(exchange);
                    if (bodies.size() == 1) {
                        throw new IllegalStateException("the first one fails");
                    }
                },
                "pingInterval: 0");
        try (RawClient client = connect()) {
            client.sendText("one").sendText("two");

            await().until(() -> bodies.size() == 2);
        }
    }

    @Test
    void aDeadPeerIsFoundByPingAndALivingOneStays() throws Exception {
        serve(this::note, "{pingInterval: 100, idleTimeout: 2000}");
        try (RawClient dead = connect();
                RawClient living = connect()) {
            CompletableFuture<Integer> pongs =
                    CompletableFuture.supplyAsync(() -> answerPings(living));

            assertThat(dead.readToClose()).isEqualTo(1001);
            assertThat(pongs.get(60, TimeUnit.SECONDS)).isEqualTo(12);
            living.sendText("alive");
            await().until(() -> bodies.contains("alive"));
        }
    }

    private static int answerPings(RawClient client) {
        try {
            for (int pings = 0; pings < 12; pings++) {
                RawClient.Frame frame = client.read();
                if (frame.opcode() != 9) {
                    return pings;
                }
                client.send(10, frame.payload().array(), true);
            }
            return 12;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondRouteOnAPathIsRefused() throws Exception {
        serve(this::note, "pingInterval: 0");

        assertThatThrownBy(
                        () ->
                                server.load(
                                        ROUTE.replace("id: chat", "id: other")
                                                .formatted("maxMessageSize: 5")))
                .hasStackTraceContaining(
                        "websocket-jsr356:/ws/chat is already served by route chat");
        try (RawClient client = connect()) {
            client.sendText("first one serves");
            await().until(() -> bodies.size() == 1);
        }
    }

    @Test
    void aStoppingServerSaysGoingAway() throws Exception {
        serve(this::note, "pingInterval: 0");
        try (RawClient client = connect()) {
            client.sendText("here");
            await().until(() -> bodies.size() == 1);
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);

            assertThat(client.readToClose()).isEqualTo(1001);
            stopping.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void openConnectionsAndMessagesAreCounted() throws Exception {
        serve(this::note, "pingInterval: 0");
        try (RawClient client = connect()) {
            client.sendText("in");
            await().until(() -> keys.size() == 1);
            server.connections().sendToAll("/ws/chat", "out");
            client.readText();

            assertThat(server.gauge("serai.websocket.open")).isEqualTo(1);
            assertThat(server.received()).isEqualTo(1);
            assertThat(server.count("serai.websocket.messages", "direction", "out")).isEqualTo(1);
        }
        await().until(() -> server.gauge("serai.websocket.open") == 0);
    }
}
