package io.serai.websocket;

import org.springframework.beans.factory.ObjectProvider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows every connection out, once, when the hub goes: each handles what it has received, hears its
 * protocol's {@link Parting} words and is closed with 1012. A little apart from each other, so that
 * not all come back in the same instant.
 */
public final class Departure {

    private final WebSocketConnections connections;
    private final ObjectProvider<Parting> known;

    Departure(WebSocketConnections connections, ObjectProvider<Parting> known) {
        this.connections = connections;
        this.known = known;
    }

    /**
     * Begins; does not wait.
     *
     * @param over how long it may take until the last connection is told
     * @param back the longest a client is asked to wait before it comes back; each waits some
     *     random time of that
     * @return how many connections there are
     */
    public int begin(Duration over, Duration back) {
        Map<String, Parting> partings =
                known.stream().collect(Collectors.toMap(Parting::path, Function.identity()));
        List<Socket> all =
                new ArrayList<>(connections.leave(socket -> showOut(socket, partings, back)));
        Collections.shuffle(all);
        Thread.ofVirtual().name("departure").start(() -> oneByOne(all, over, partings, back));
        return all.size();
    }

    /** How many connections have not gone yet. */
    public int left() {
        return connections.count();
    }

    private void oneByOne(
            List<Socket> all, Duration over, Map<String, Parting> partings, Duration back) {
        long begin = System.nanoTime();
        for (int told = 0; told < all.size(); told++) {
            long due = begin + over.toNanos() / all.size() * told;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            showOut(all.get(told), partings, back);
        }
    }

    private void showOut(Socket socket, Map<String, Parting> partings, Duration back) {
        Parting parting = partings.get(socket.path().name());
        Duration after =
                Duration.ofMillis(ThreadLocalRandom.current().nextLong(back.toMillis() + 1));
        socket.leave(
                () -> {
                    socket.path().meters().closedFor("restart");
                    if (parting != null) {
                        parting.part(socket.key(), after);
                    }
                    socket.close(CloseFrame.SERVICE_RESTART, "the server restarts");
                });
    }
}
