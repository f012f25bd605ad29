package io.serai.console;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The main job in the real hub: four customers on their phones, an agent at the desk, the
 * platforms' stand-ins between them.
 */
@Disabled("until the sandbox hands out a merchant's tokens at /sandbox/merchant-jwt")
@ActiveProfiles("sandbox")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
class SandboxBrowserTest {

    /** Fixed before the start, since the stand-ins' addresses carry it. */
    private static final int PORT = freePort();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("server.port", () -> PORT);
        settings.add("management.server.port", () -> 0);
        settings.add("serai.store.url", () -> "jdbc:h2:file:./target/browser-" + PORT + "/serai");
    }

    @Test
    void anAgentAnswersCustomersOnFourChannels() throws Exception {
        Browser.drive("http://localhost:" + PORT, "sandbox");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No port is free on this machine", e);
        }
    }
}
