package io.serai.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/** What every container can do, which the others of these tests do not run through. */
class JakartaUpgradeTest {

    private static WebSocketServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new WebSocketServer("--test.jakarta=true");
        server.load(
                """
                - route:
                    id: echo
                    from:
                      uri: websocket-jsr356:/ws/echo
                      parameters:
                        subprotocols: serai.v1.json
                        maxMessageSize: 1000
                        pingInterval: 50
                      steps:
                        - to:
                            uri: websocket-jsr356:/ws/echo
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawClient connect() throws Exception {
        return new RawClient(
                server.port(),
                "/ws/echo",
                "Sec-WebSocket-Protocol: serai.v1.json",
                "Sec-WebSocket-Extensions: permessage-deflate");
    }

    private static RawClient.Frame message(RawClient client) throws Exception {
        RawClient.Frame frame = client.read();
        while (frame.opcode() == 9) {
            frame = client.read();
        }
        return frame;
    }

    @Test
    void textsAndBinariesComeAndGoAndDeflateIsNotAgreedTo() throws Exception {
        try (RawClient client = connect()) {
            client.sendText("你好");
            RawClient.Frame text = message(client);
            client.sendBinary(new byte[] {1, 2, 3});
            RawClient.Frame binary = message(client);

            assertThat(client.headers.get("sec-websocket-protocol")).isEqualTo("serai.v1.json");
            assertThat(client.headers.get("sec-websocket-extensions")).isNull();
            assertThat(text.payload()).isEqualTo(StandardCharsets.UTF_8.encode("你好"));
            assertThat(binary.opcode()).isEqualTo(2);
            assertThat(binary.payload().remaining()).isEqualTo(3);
        }
    }

    @Test
    void anIdleOneIsPinged() throws Exception {
        try (RawClient client = connect()) {
            assertThat(client.read().opcode()).isEqualTo(9);
        }
    }

    @Test
    void tooLargeAMessageClosesWith1009() throws Exception {
        try (RawClient client = connect()) {
            client.sendText("x".repeat(1001));

            assertThat(client.readToClose()).isEqualTo(1009);
        }
    }

    @Test
    void whoGoesIsForgotten() throws Exception {
        try (RawClient client = connect()) {
            client.sendText("here");
            message(client);
        }

        await().until(() -> server.connections().count() == 0);
    }
}
