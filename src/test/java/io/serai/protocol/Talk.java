package io.serai.protocol;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.HubProcess;
import io.serai.apidoc.Described;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One end of a socket, as any client outside would hold it. Every frame heard is held to what the
 * hub says of its frames.
 */
final class Talk implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 60;

    private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final List<JsonNode> passed = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final HubProcess hub;
    private final String hears;
    private final WebSocket socket;

    Talk(HubProcess hub, String path) {
        this.hub = hub;
        this.hears = path.equals("/ws/agent") ? "agentHears" : "customerHears";
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .subprotocols("serai.v1.json")
                        .buildAsync(hub.socket(path), this)
                        .join();
    }

    Talk say(String frame) {
        socket.sendText(frame.replace('\'', '"'), true).join();
        return this;
    }

    /** The next frame of that type; others before it are passed over. */
    JsonNode hear(String type) {
        return hear(type, frame -> true);
    }

    JsonNode hear(String type, Predicate<JsonNode> which) {
        return hearWithin(Duration.ofSeconds(SECONDS), type, which);
    }

    /** The same with another patience. */
    JsonNode hearWithin(Duration limit, String type, Predicate<JsonNode> which) {
        return next(limit, type, frame -> typeOf(frame).equals(type) && which.test(frame));
    }

    /** Asks, and again where the answer is that the store is away: for a moment it still may be. */
    JsonNode askUntilHeard(String frame, String type) {
        Set<String> answers = Set.of(type, "error");
        return await().atMost(Duration.ofSeconds(SECONDS))
                .until(
                        () ->
                                say(frame)
                                        .next(
                                                Duration.ofSeconds(SECONDS),
                                                type,
                                                it -> answers.contains(typeOf(it))),
                        it -> typeOf(it).equals(type));
    }

    private static String typeOf(JsonNode frame) {
        return frame.path("type").asText();
    }

    private JsonNode next(Duration limit, String what, Predicate<JsonNode> which) {
        long until = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                JsonNode frame = frames.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (frame == null) {
                    throw new AssertionError("No " + what + " within " + limit + ", but " + passed);
                }
                passed.add(frame);
                Described.by(hub).check(hears, frame);
                if (which.test(frame)) {
                    return frame;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next message whose sender is of that kind. */
    JsonNode hearFrom(String kind) {
        return hear("message", frame -> frame.at("/message/sender/kind").asText().equals(kind))
                .path("message");
    }

    /** Everything that was heard so far. */
    List<JsonNode> heard() {
        return List.copyOf(passed);
    }

    /** Everything that was heard so far of that type. */
    List<JsonNode> heard(String type) {
        return passed.stream().filter(frame -> typeOf(frame).equals(type)).toList();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    int closeCode() {
        return closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(JSON.readTree(partial.toString()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
