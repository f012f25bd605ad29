package io.serai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A customer on the web channel who keeps talking, as docs/protocol.md wants it: some messages
 * ahead of their acknowledgements, and after a broken connection those without one again, with the
 * same ids, in the same order. Told to reconnect, they show nothing but the resume token.
 */
final class TalkingCustomer implements Runnable {

    private static final int AHEAD = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Door hub;
    private final HttpClient http;
    private final IntFunction<String> words;
    private final Deque<Integer> unacknowledged = new ArrayDeque<>();

    /** The {@code seq} each message was acknowledged with, by its number. */
    final Map<Integer, Long> acknowledged = new ConcurrentSkipListMap<>();

    /** What the customer was told stands at each {@code seq}. */
    final Map<Long, String> told = new ConcurrentSkipListMap<>();

    /** How often no connection was had. */
    final AtomicInteger refused = new AtomicInteger();

    /** Each {@code reconnect} heard, and each code a connection was closed with. */
    final List<JsonNode> reconnects = new CopyOnWriteArrayList<>();

    final List<Integer> closes = new CopyOnWriteArrayList<>();

    volatile String conversation = "";
    volatile boolean talking = true;
    volatile boolean closed;

    /** What went wrong; also that something before an acknowledged message never came. */
    volatile String fault = "";

    private String token = "";
    private String resume = "";
    private int sent;

    TalkingCustomer(Door hub, HttpClient http, IntFunction<String> words) {
        this.hub = hub;
        this.http = http;
        this.words = words;
    }

    @Override
    public void run() {
        try {
            untilAllIsSaid();
        } finally {
            closed = true;
        }
    }

    private void untilAllIsSaid() {
        while (!allIsHeard()) {
            try {
                hub.awaitOpen();
                talk();
            } catch (CompletionException e) {
                refused.incrementAndGet(); // could not be made yet: once more
            } catch (IOException e) {
                // The connection broke: once more.
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
                    resume.isEmpty()
                            ? hello().put("token", token).put("after", cursor())
                            : hello().put("resume", resume));
            resume = "";
            take(frames.next());
            for (int message : unacknowledged) {
                say(socket, message);
            }
            while (!allIsHeard()) {
                while (talking && unacknowledged.size() < AHEAD) {
                    unacknowledged.add(++sent);
                    say(socket, sent);
                }
                take(frames.next());
            }
        } finally {
            socket.abort();
            if (frames.closeCode() != 0) {
                closes.add(frames.closeCode());
            }
        }
    }

    /** An acknowledgement may come before a reply that stands before it. */
    private boolean allIsHeard() {
        return !talking && unacknowledged.isEmpty() && cursor() >= lastAcknowledged();
    }

    private long lastAcknowledged() {
        return acknowledged.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static ObjectNode hello() {
        return JSON.createObjectNode().put("type", "hello");
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
        try {
            socket.sendText(frame.toString(), true).join();
        } catch (CompletionException gone) {
            // What came before it broke is still to be read; the next frame that is missing says
            // so.
            Thread.onSpinWait();
        }
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
            case "reconnect" -> {
                reconnects.add(frame);
                resume = frame.path("resume").asText();
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
}
