package io.serai;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a process that is about to be started. */
public final class FreePort {

    private static final int FIRST = 12_000;
    private static final int BEYOND = 32_000;

    private FreePort() {}

    /** Below those that outgoing connections get, or one of them might take it meanwhile. */
    public static int choose() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new IllegalStateException("No free port between 12000 and 32000");
    }
}
