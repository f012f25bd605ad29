package io.serai.console;

import static org.awaitility.Awaitility.await;

import io.serai.HubProcess;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an agent sees. */
final class Screen implements WebSocket.Listener {

    final List<String> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    /** That of whom this token is of, from their welcome on. */
    Screen(HubProcess hub, HttpClient http, String token) {
        socket =
                http.newWebSocketBuilder()
                        .subprotocols("serai.v1.json")
                        .buildAsync(hub.socket("/ws/agent"), this)
                        .join();
        socket.sendText("{\"type\":\"hello\",\"token\":\"" + token + "\"}", true).join();
        await().until(() -> frames.stream().anyMatch(it -> it.contains("\"welcome\"")));
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

    long shows(String event) {
        return frames.stream()
                .filter(it -> it.contains("\"business\"") && it.contains("\"" + event + "\""))
                .count();
    }

    /** Hangs up. */
    void close() {
        socket.abort();
    }
}
