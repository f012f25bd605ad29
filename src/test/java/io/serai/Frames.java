package io.serai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the hub sends on a socket, one frame after another, and how the socket ended. */
final class Frames implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private volatile boolean over;
    private volatile int closeCode;

    /** The next frame; fails when the connection is gone and all it brought has been taken. */
    JsonNode next() throws IOException, InterruptedException {
        for (int waited = 0; waited < 300; waited++) {
            String frame = frames.poll(100, TimeUnit.MILLISECONDS);
            if (frame != null) {
                return JSON.readTree(frame);
            }
            if (over) {
                throw new IOException("the connection is gone");
            }
        }
        throw new IOException("the hub said nothing for 30 s");
    }

    /** What the hub closed it with; 1006 if it just broke, 0 as long as it stands. */
    int closeCode() {
        return closeCode;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            frames.add(part.toString());
            part.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closeCode = code;
        over = true;
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closeCode = 1006;
        over = true;
    }
}
