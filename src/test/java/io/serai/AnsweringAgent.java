package io.serai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent who takes every offer and answers each message in what they hold once, as
 * docs/protocol.md wants it: replies without a result are sent again, with the same ids, on the
 * next connection.
 */
final class AnsweringAgent implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCEPT = "accept";

    private final Door hub;
    private final HttpClient http;
    private final String login;
    private final Map<String, ObjectNode> unanswered = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /** The ids of the replies that the hub has taken: conversation, dot, number. */
    final Set<String> taken = ConcurrentHashMap.newKeySet();

    /** How often no connection was had. */
    final AtomicInteger refused = new AtomicInteger();

    /** Each {@code reconnect} heard, and each code a connection was closed with. */
    final List<JsonNode> reconnects = new CopyOnWriteArrayList<>();

    final List<Integer> closes = new CopyOnWriteArrayList<>();
    volatile boolean working = true;
    volatile String fault = "";
    private String resume = "";

    AnsweringAgent(Door hub, HttpClient http, String login) {
        this.hub = hub;
        this.http = http;
        this.login = login;
    }

    @Override
    public void run() {
        while (working || !unanswered.isEmpty()) {
            try {
                hub.awaitOpen();
                work(token());
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

    private void work(String token) throws IOException, InterruptedException {
        Frames frames = new Frames();
        WebSocket socket =
                http.newWebSocketBuilder()
                        .subprotocols("serai.v1.json")
                        .connectTimeout(Duration.ofSeconds(5))
                        .buildAsync(hub.socket("/ws/agent"), frames)
                        .join();
        try {
            send(socket, frame("hello").put("token", token).put("resume", resume));
            while (working || !unanswered.isEmpty()) {
                take(socket, frames.next());
            }
        } finally {
            socket.abort();
            if (frames.closeCode() != 0) {
                closes.add(frames.closeCode());
            }
        }
    }

    private void take(WebSocket socket, JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "welcome" -> {
                unanswered.values().forEach(reply -> send(socket, reply));
                held.clear();
                frame.path("conversations").forEach(it -> stands(socket, it));
            }
            case "offer", "conversation" -> stands(socket, frame.path("conversation"));
            case "message" -> answer(socket, frame.path("message"));
            case "result" -> result(frame);
            case "reconnect" -> {
                reconnects.add(frame);
                resume = frame.path("resume").asText();
            }
            case "error" -> throw new IllegalStateException(frame.toString());
            default -> {
                // Status, typing and the like are not for this agent.
            }
        }
    }

    /** Whose a conversation is now; an offer is taken. */
    private void stands(WebSocket socket, JsonNode conversation) {
        boolean own = conversation.at("/owner/agent").asText().equals(login);
        String kind = conversation.at("/owner/kind").asText();
        if (own && kind.equals("agent")) {
            held.add(conversation.path("id").asText());
        } else {
            held.remove(conversation.path("id").asText());
        }
        if (own && kind.equals("offer")) {
            send(
                    socket,
                    frame("accept")
                            .put("conversation", conversation.path("id").asText())
                            .put("fence", conversation.path("fence").asLong())
                            .put("re", ACCEPT));
        }
    }

    private void answer(WebSocket socket, JsonNode message) {
        String id = message.path("conversation").asText() + "." + message.path("seq").asLong();
        if (working
                && held.contains(message.path("conversation").asText())
                && message.at("/sender/kind").asText().equals("customer")
                && answered.add(id)) {
            ObjectNode reply =
                    frame("reply")
                            .put("conversation", message.path("conversation").asText())
                            .put("id", id)
                            .put("re", id);
            reply.putObject("content").put("type", "text").put("text", "好的");
            unanswered.put(id, reply);
            send(socket, reply);
        }
    }

    private void result(JsonNode frame) {
        String id = frame.path("re").asText();
        if (id.equals(ACCEPT)) {
            return; // an offer may be shown again on the next connection, after it was taken
        }
        if (frame.path("ok").asBoolean()) {
            unanswered.remove(id);
            taken.add(id);
        } else if (!frame.path("code").asText().equals("unavailable")) {
            throw new IllegalStateException(frame.toString());
        }
    }

    private String token() throws IOException, InterruptedException {
        URI uri = hub.hub("/api/v1/login");
        String who =
                JSON.createObjectNode()
                        .put("username", login)
                        .put("password", "sandbox")
                        .toString();
        var response =
                http.send(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(who))
                                .build(),
                        BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            refused.incrementAndGet();
            throw new IOException("no login: " + response.statusCode());
        }
        return JSON.readTree(response.body()).path("token").asText();
    }

    private static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
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
}
