package io.serai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * A customer on the web channel who keeps talking, as docs/protocol.md wants it: some messages
 * ahead of their acknowledgements, and after a broken connection those without one again, with the
 * same ids, in the same order.
 */
final class TalkingCustomer implements Runnable {

    private static final int AHEAD = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final HttpClient http;
    private final IntFunction<String> words;
    private final Deque<Integer> unacknowledged = new ArrayDeque<>();

    /** The {@code seq} each message was acknowledged with, by its number. */
    final Map<Integer, Long> acknowledged = new ConcurrentSkipListMap<>();

    /** What the customer was told stands at each {@code seq}. */
    final Map<Long, String> told = new ConcurrentSkipListMap<>();

    volatile String conversation = "";
    volatile boolean talking = true;
    volatile String fault = "";
    private String token = "";
    private int sent;

    TalkingCustomer(HubProcess hub, HttpClient http, IntFunction<String> words) {
        this.hub = hub;
        this.http = http;
        this.words = words;
    }

    @Override
    public void run() {
        while (talking || !unacknowledged.isEmpty()) {
            try {
                hub.awaitOpen();
                talk();
            } catch (IOException | CompletionException e) {
                // The connection broke, or could not be made yet: once more.
                Thread.onSpinWait();
            } catch (InterruptedException | TimeoutException | RuntimeException e) {
                fault = e.toString();
                return;
            }
        }
    }

    private void talk() throws IOException, InterruptedException {
        Frames frames = new Frames();
        WebSocket socket =
                http.newWebSocketBuilder()
                        .subprotocols("serai.v1.json")
                        .connectTimeout(Duration.ofSeconds(5))
                        .buildAsync(hub.socket("/ws/customer"), frames)
                        .join();
        try {
            send(
                    socket,
                    JSON.createObjectNode()
                            .put("type", "hello")
                            .put("token", token)
                            .put("after", cursor()));
            take(frames.next());
            for (int message : unacknowledged) {
                say(socket, message);
            }
            while (talking || !unacknowledged.isEmpty()) {
                while (talking && unacknowledged.size() < AHEAD) {
                    unacknowledged.add(++sent);
                    say(socket, sent);
                }
                take(frames.next());
            }
        } finally {
            socket.abort();
        }
    }

    /** The last {@code seq} up to which nothing is missing. */
    long cursor() {
        long cursor = 0;
        while (told.containsKey(cursor + 1)) {
            cursor++;
        }
        return cursor;
    }

    private void say(WebSocket socket, int message) {
        var frame = JSON.createObjectNode().put("type", "message").put("id", "m" + message);
        frame.putObject("content").put("type", "text").put("text", words.apply(message));
        send(socket, frame);
    }

    private static void send(WebSocket socket, JsonNode frame) {
        socket.sendText(frame.toString(), true).join();
    }

    private void take(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "welcome" -> {
                token = frame.path("token").asText();
                conversation = frame.path("conversation").asText();
            }
            case "ack" -> {
                int message = Integer.parseInt(frame.path("id").asText().substring(1));
                unacknowledged.remove(message);
                acknowledged.put(message, frame.path("seq").asLong());
                told(frame.path("seq").asLong(), "m" + message);
            }
            case "message" -> {
                JsonNode message = frame.path("message");
                String clientId = message.path("clientId").asText("");
                told(
                        message.path("seq").asLong(),
                        clientId.isEmpty() ? message.path("id").asText() : clientId);
            }
            case "error", "reload" -> throw new IllegalStateException(frame.toString());
            default -> {
                // Typing, status and the like are not counted.
            }
        }
    }

    private void told(long seq, String what) {
        String before = told.put(seq, what);
        if (before != null && !before.equals(what)) {
            throw new IllegalStateException(seq + " was " + before + " and is now " + what);
        }
    }

    /** What the hub sends, one frame after another. */
    private static final class Frames implements WebSocket.Listener {

        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private volatile boolean over;

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
            over = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            over = true;
        }
    }
}
