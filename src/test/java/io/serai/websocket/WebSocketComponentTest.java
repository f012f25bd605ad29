package io.serai.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class WebSocketComponentTest {

    private static WebSocketServer server;
    private static final Queue<Map<String, Object>> SEEN = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        server = new WebSocketServer();
        server.bind("record", (Processor) WebSocketComponentTest::record);
        server.load(
                """
                - route:
                    id: echo
                    from:
                      uri: websocket-jsr356:/ws/echo
                      parameters:
                        subprotocols: serai.v2.json,serai.v1.json
                        handshakeHeaders: User-Agent
                        handshakeParameters: token
                      steps:
                        - process:
                            ref: record
                        - to:
                            uri: websocket-jsr356:/ws/echo
                - route:
                    id: events
                    from:
                      uri: websocket-jsr356:/ws/events
                      parameters:
                        connectionEvents: true
                        allowedOrigins: https://shop.example
                        maxMessageSize: 1000
                      steps:
                        - process:
                            ref: record
                - route:
                    id: join
                    from:
                      uri: direct:join
                      steps:
                        - to:
                            uri: websocket-jsr356:/ws/events
                            parameters:
                              operation: join
                              group: vip
                - route:
                    id: tell-vip
                    from:
                      uri: direct:tell-vip
                      steps:
                        - to:
                            uri: websocket-jsr356:/ws/events
                            parameters:
                              group: vip
                - route:
                    id: tell-all
                    from:
                      uri: direct:tell-all
                      steps:
                        - to:
                            uri: websocket-jsr356:/ws/events
                            parameters:
                              sendToAll: true
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void record(Exchange exchange) {
        Map<String, Object> seen = new java.util.HashMap<>(exchange.getMessage().getHeaders());
        if (exchange.getMessage().getBody() != null) {
            seen.put("body", exchange.getMessage().getBody());
        }
        seen.put("pattern", exchange.getPattern().name());
        SEEN.add(seen);
    }

    private static RawClient connect(String target, String... headers) throws Exception {
        return new RawClient(server.port(), target, headers);
    }

    private static Map<String, Object> seen(String name, Object value) {
        return await().until(
                        () -> SEEN.stream().filter(one -> value.equals(one.get(name))).findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static String keyOf(Object body) {
        return String.valueOf(seen("body", body).get(WebSocketConstants.CONNECTION_KEY));
    }

    private static List<Object> eventsOf(String key) {
        return SEEN.stream()
                .filter(one -> key.equals(one.get(WebSocketConstants.CONNECTION_KEY)))
                .map(one -> one.get(WebSocketConstants.EVENT))
                .collect(Collectors.toList());
    }

    @Test
    void messagesOfOneConnectionStayInOrder() throws Exception {
        try (RawClient client = connect("/ws/echo")) {
            for (int i = 0; i < 500; i++) {
                client.sendText("m" + i);
            }

            for (int i = 0; i < 500; i++) {
                assertThat(client.readText()).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void eachClientGetsItsOwnAnswer() throws Exception {
        List<RawClient> clients =
                IntStream.range(0, 20)
                        .mapToObj(
                                i -> {
                                    try {
                                        return connect("/ws/echo");
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                })
                        .toList();

        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).sendText("from " + i);
        }

        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).readText()).isEqualTo("from " + i);
            clients.get(i).close();
        }
    }

    @Test
    void anOrdinaryClientTalksTextAndBinary() throws Exception {
        CompletableFuture<String> text = new CompletableFuture<>();
        CompletableFuture<Integer> binary = new CompletableFuture<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .subprotocols("serai.v1.json")
                            .buildAsync(
                                    URI.create("ws://localhost:" + server.port() + "/ws/echo"),
                                    new Listener(text, binary))
                            .get(60, TimeUnit.SECONDS);

            socket.sendText("你好 👋", true).get(60, TimeUnit.SECONDS);
            socket.sendBinary(java.nio.ByteBuffer.allocate(3000), true).get(60, TimeUnit.SECONDS);

            assertThat(socket.getSubprotocol()).isEqualTo("serai.v1.json");
            assertThat(text.get(60, TimeUnit.SECONDS)).isEqualTo("你好 👋");
            assertThat(binary.get(60, TimeUnit.SECONDS)).isEqualTo(3000);
            socket.abort();
        }
    }

    private record Listener(CompletableFuture<String> text, CompletableFuture<Integer> binary)
            implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.complete(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onBinary(
                WebSocket socket, java.nio.ByteBuffer data, boolean last) {
            binary.complete(data.remaining());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void nothingOfTheHandshakeBecomesAHeaderByName() throws Exception {
        try (RawClient client =
                connect(
                        "/ws/echo?CamelHttpUri=http://evil&kafka.KEY=x&CamelWebSocketConnectionKey=y"
                            + "&token=t1&other=o",
                        "User-Agent: tester",
                        "kafka.OVERRIDE_TOPIC: evil",
                        "CamelWebSocketGroup: evil")) {
            client.sendText("forged");

            assertThat(client.readText()).isEqualTo("forged");
        }

        Map<String, Object> seen = seen("body", "forged");
        assertThat(seen)
                .containsOnlyKeys(
                        "body",
                        "pattern",
                        WebSocketConstants.CONNECTION_KEY,
                        WebSocketConstants.EVENT,
                        WebSocketConstants.PATH,
                        WebSocketConstants.REMOTE_ADDRESS,
                        WebSocketConstants.HANDSHAKE_HEADERS,
                        WebSocketConstants.HANDSHAKE_PARAMETERS)
                .containsEntry("pattern", "InOnly")
                .containsEntry(WebSocketConstants.HANDSHAKE_HEADERS, Map.of("user-agent", "tester"))
                .containsEntry(WebSocketConstants.HANDSHAKE_PARAMETERS, Map.of("token", "t1"));
        assertThat((String) seen.get(WebSocketConstants.CONNECTION_KEY)).hasSize(22);
    }

    @Test
    void deflateIsNeverAgreedTo() throws Exception {
        try (RawClient client =
                connect("/ws/echo", "Sec-WebSocket-Extensions: " + RawClient.BROWSERS_OFFER)) {
            client.sendText("plain");

            assertThat(client.status).isEqualTo(101);
            assertThat(client.headers).doesNotContainKey("sec-websocket-extensions");
            assertThat(client.readText()).isEqualTo("plain");
        }
    }

    @Test
    void theFirstSubprotocolSpokenByBothIsChosen() throws Exception {
        try (RawClient both =
                        connect(
                                "/ws/echo",
                                "Sec-WebSocket-Protocol: a, serai.v1.json,serai.v2.json");
                RawClient none = connect("/ws/echo", "Sec-WebSocket-Protocol: a")) {
            assertThat(both.headers).containsEntry("sec-websocket-protocol", "serai.v2.json");
            assertThat(none.status).isEqualTo(101);
            assertThat(none.headers).doesNotContainKey("sec-websocket-protocol");
        }
    }

    @Test
    void openAndCloseAreEvents() throws Exception {
        String key;
        try (RawClient client = connect("/ws/events")) {
            client.sendText("who am I");
            key = keyOf("who am I");
            assertThat(server.connections().isOpen(key)).isTrue();

            client.send(8, new byte[] {0x0f, (byte) 0xa1, 'b', 'y', 'e'}, true);

            assertThat(client.read().closeCode()).isEqualTo(4001);
        }

        await().untilAsserted(
                        () ->
                                assertThat(eventsOf(key))
                                        .containsExactly("open", "message", "close"));
        assertThat(seen(WebSocketConstants.CLOSE_CODE, 4001))
                .containsEntry(WebSocketConstants.CLOSE_REASON, "bye");
        assertThat(server.connections().isOpen(key)).isFalse();
        assertThat(server.connections().send(key, "too late")).isFalse();
    }

    @Test
    void aBrokenConnectionIsACloseEventToo() throws Exception {
        RawClient client = connect("/ws/events");
        client.sendText("soon gone");
        String key = keyOf("soon gone");

        client.close();

        await().until(() -> eventsOf(key).contains("close"));
    }

    @Test
    void groupsAndAllAreReachedFromRoutes() throws Exception {
        try (RawClient one = connect("/ws/events");
                RawClient two = connect("/ws/events")) {
            one.sendText("group one");
            two.sendText("group two");
            String key = keyOf("group one");
            seen("body", "group two");

            var template = server.camel().createProducerTemplate();
            template.sendBodyAndHeader("direct:join", "", WebSocketConstants.CONNECTION_KEY, key);
            Exchange told =
                    template.request("direct:tell-vip", e -> e.getMessage().setBody("for vips"));
            template.sendBody("direct:tell-all", "for all");

            assertThat(told.getMessage().getHeader(WebSocketConstants.REACHED)).isEqualTo(1);
            assertThat(one.readText()).isEqualTo("for vips");
            assertThat(one.readText()).isEqualTo("for all");
            assertThat(two.readText()).isEqualTo("for all");
        }
        await().until(() -> server.connections().members("/ws/events", "vip").isEmpty());
    }

    @Test
    void aConnectionCarriesWhatIsAttachedAndIsClosedWithAReason() throws Exception {
        try (RawClient client = connect("/ws/events")) {
            client.sendText("attach");
            String key = keyOf("attach");

            server.connections().attach(key, 42);
            server.connections().send(key, "last words");
            assertThat(server.connections().attached(key, Integer.class)).contains(42);
            assertThat(server.connections().attached(key, String.class)).isEmpty();
            server.connections().close(key, 1008, "x".repeat(200));

            assertThat(client.readText()).isEqualTo("last words");
            assertThat(client.readToClose()).isEqualTo(1008);
            assertThat(client.isCut()).isTrue();
        }
    }

    @Test
    void anotherOriginIsRefused() throws Exception {
        String own = "Origin: http://localhost:" + server.port();
        try (RawClient evil = connect("/ws/echo", "Origin: https://evil.example");
                RawClient none = connect("/ws/echo", "Origin: null");
                RawClient same = connect("/ws/echo", own);
                RawClient shop = connect("/ws/events", "Origin: https://shop.example")) {
            assertThat(evil.status).isEqualTo(403);
            assertThat(none.status).isEqualTo(403);
            assertThat(same.status).isEqualTo(101);
            assertThat(shop.status).isEqualTo(101);
        }
    }

    @Test
    void aPathWithoutARouteIsNotFound() throws Exception {
        try (RawClient client = connect("/ws/nowhere")) {
            assertThat(client.status).isEqualTo(404);
        }
    }

    @Test
    void anOversizeMessageClosesWith1009() throws Exception {
        try (RawClient whole = connect("/ws/events");
                RawClient pieces = connect("/ws/events");
                RawClient announced = connect("/ws/events");
                RawClient fits = connect("/ws/events")) {
            whole.sendText("x".repeat(1001));
            pieces.send(1, new byte[600], false);
            pieces.send(0, new byte[600], true);
            announced.announce(2, 1L << 30, new byte[5000]);
            fits.sendText("y".repeat(1000));

            assertThat(whole.readToClose()).isEqualTo(1009);
            assertThat(pieces.readToClose()).isEqualTo(1009);
            assertThat(announced.readToClose()).isEqualTo(1009);
            seen("body", "y".repeat(1000));
        }
    }

    @Test
    void largeMessagesPass() throws Exception {
        try (RawClient client = connect("/ws/echo")) {
            client.sendText("z".repeat(65536));

            assertThat(client.readText()).hasSize(65536);
        }
    }
}
