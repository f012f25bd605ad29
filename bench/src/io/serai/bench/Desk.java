package io.serai.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * The sandbox's agents at their consoles (docs/protocol.md): they take what is offered and say when
 * a message was due that they have just been told.
 */
final class Desk implements AutoCloseable {

    /** In a message's text, before the time it was due. */
    static final String DUE = "@";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String server;
    private final LongConsumer told;
    private final List<WebSocket> consoles = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();

    Desk(Options options, LongConsumer told) {
        this.server = options.text("server", "ws://127.0.0.1:8080");
        this.told = told;
        for (int agent = 1; agent <= options.number("agents", 2); agent++) {
            open("agent" + agent);
        }
    }

    /** Until that many conversations were taken. */
    void awaitHeld(int conversations) {
        Load.await(conversations + " to be taken", 120, () -> held.get() >= conversations);
    }

    private void open(String agent) {
        try {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .subprotocols("serai.v1.json")
                            .buildAsync(URI.create(server + "/ws/agent"), new Console(agent))
                            .join();
            socket.sendText(
                            "{\"type\":\"hello\",\"presence\":\"online\",\"token\":\"%s\"}"
                                    .formatted(token(agent)),
                            true)
                    .join();
            consoles.add(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String token(String agent) throws IOException, InterruptedException {
        HttpRequest login =
                HttpRequest.newBuilder(
                                URI.create(server.replaceFirst("^ws", "http") + "/api/v1/login"))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"username\":\"%s\",\"password\":\"sandbox\"}"
                                                .formatted(agent)))
                        .build();
        return JSON.readTree(http.send(login, BodyHandlers.ofString()).body())
                .required("token")
                .asText();
    }

    @Override
    public void close() {
        consoles.forEach(WebSocket::abort);
        http.close();
    }

    /** One agent's. */
    private final class Console implements WebSocket.Listener {

        private final String agent;
        private final StringBuilder frame = new StringBuilder();
        private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

        Console(String agent) {
            this.agent = agent;
        }

        /** A hub that was held up tells all at once, and cuts off who cannot take it as fast. */
        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            System.out.printf("%s was cut off (%d %s) and comes back%n", agent, status, reason);
            Thread.startVirtualThread(() -> open(agent));
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                take(socket, frame.toString());
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(WebSocket socket, String frame) {
            int due = frame.indexOf(DUE);
            if (frame.contains("\"type\":\"message\"") && due >= 0) {
                told.accept(Long.parseLong(frame, due + 1, frame.indexOf('"', due), 10));
            } else if (frame.contains("\"type\":\"offer\"")) {
                accept(socket, frame);
            } else if (frame.contains("\"re\":\"accept\"") && frame.contains("\"ok\":true")) {
                held.incrementAndGet();
            }
        }

        private void accept(WebSocket socket, String frame) {
            try {
                JsonNode conversation = JSON.readTree(frame).required("conversation");
                String accept =
                        "{\"type\":\"accept\",\"conversation\":\"%s\",\"fence\":%d,\"re\":\"accept\"}"
                                .formatted(
                                        conversation.required("id").asText(),
                                        conversation.required("fence").asLong());
                sent = sent.thenCompose(before -> socket.sendText(accept, true));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
