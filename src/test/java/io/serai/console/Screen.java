package io.serai.console;

import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an agent sees. */
final class Screen implements WebSocket.Listener {

    final List<String> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();

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
}
