package io.serai.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One WebSocket to the hub: JSON frames out and in, until it breaks. */
final class Line implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Frames frames = new Frames();
    private final WebSocket socket;
    private long spoke = System.nanoTime();

    private Line(HttpClient http, URI uri) throws IOException {
        try {
            socket =
                    http.newWebSocketBuilder()
                            .subprotocols("serai.v1.json")
                            .connectTimeout(CONNECT)
                            .buildAsync(uri, frames)
                            .orTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
        } catch (CompletionException e) {
            throw new IOException("no connection", e);
        }
    }

    static Line open(HttpClient http, URI uri) throws IOException {
        return new Line(http, uri);
    }

    void send(JsonNode frame) throws IOException {
        spoke = System.nanoTime();
        try {
            socket.sendText(frame.toString(), true)
                    .orTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException | IllegalStateException e) {
            throw new IOException("the connection is gone", e);
        }
    }

    /**
     * The next frame.
     *
     * @return null if there is none within that time
     * @throws IOException if the connection is gone and everything that came was taken
     */
    JsonNode next(long millis) throws IOException, InterruptedException {
        if (System.nanoTime() - spoke > PING_NANOS) {
            send(JSON.createObjectNode().put("type", "ping"));
        }
        boolean over = frames.over;
        String frame =
                over ? frames.queue.poll() : frames.queue.poll(millis, TimeUnit.MILLISECONDS);
        if (frame == null && over) {
            throw new IOException("the connection is gone");
        }
        return frame == null ? null : JSON.readTree(frame);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Frames implements WebSocket.Listener {

        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private volatile boolean over;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                queue.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            over = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            over = true;
        }
    }
}
