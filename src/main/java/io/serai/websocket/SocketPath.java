package io.serai.websocket;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * A path and its live sockets. Lives from the first route that serves it until it has been without
 * one for too long; routes come and go under it.
 */
final class SocketPath {

    private final String name;
    private final WebSocketConnections connections;
    private final WebSocketMeters meters;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Socket>> groups = new ConcurrentHashMap<>();
    private final Set<Lane> parked = ConcurrentHashMap.newKeySet();
    private volatile PathOptions options;
    private volatile @Nullable WebSocketConsumer consumer;
    private volatile boolean dropped;
    private volatile long vacantSince;

    SocketPath(String name, WebSocketConnections connections, PathOptions options) {
        this.name = name;
        this.connections = connections;
        this.options = options;
        this.meters = connections.meters(name);
    }

    String name() {
        return name;
    }

    PathOptions options() {
        return options;
    }

    WebSocketMeters meters() {
        return meters;
    }

    Collection<Socket> sockets() {
        return sockets;
    }

    int size() {
        return sockets.size();
    }

    long now() {
        return connections.now();
    }

    void execute(Lane lane) {
        connections.execute(lane);
    }

    void watch(Wire wire) {
        connections.watch(wire);
    }

    /** A route takes the path; false: the path was dropped just now. */
    synchronized boolean attach(WebSocketConsumer newcomer, PathOptions newOptions) {
        if (dropped) {
            return false;
        }
        WebSocketConsumer current = consumer;
        if (current != null && current != newcomer) {
            throw new IllegalStateException(
                    "websocket-jsr356:"
                            + name
                            + " is already served by route "
                            + current.getRouteId()
                            + "; a path has one consumer");
        }
        options = newOptions;
        consumer = newcomer;
        // Out before it is woken: one that parks meanwhile is in again, and sees who serves.
        parked.forEach(
                lane -> {
                    if (parked.remove(lane)) {
                        lane.wake();
                    }
                });
        return true;
    }

    synchronized void detach(WebSocketConsumer leaver) {
        if (consumer == leaver) {
            consumer = null;
            vacantSince = System.nanoTime();
        }
    }

    /** The route to deliver to, entered; null: there is none just now. */
    @Nullable WebSocketConsumer enter() {
        WebSocketConsumer current = consumer;
        return current != null && current.enter() ? current : null;
    }

    void park(Lane lane) {
        parked.add(lane);
        if (consumer != null && parked.remove(lane)) {
            lane.wake();
        }
    }

    boolean add(Socket socket) {
        sockets.add(socket);
        meters.opened();
        connections.add(socket);
        return !dropped;
    }

    void remove(Socket socket) {
        if (sockets.remove(socket)) {
            meters.closed();
            connections.remove(socket);
            leaveAll(socket);
        }
    }

    /** True if it was without a route for too long; then its sockets have been told to close. */
    synchronized boolean dropIfVacant(long now, long holdNanos) {
        if (consumer != null || now - vacantSince <= holdNanos) {
            return false;
        }
        drop("no route serves this path any more");
        return true;
    }

    void drop(String reason) {
        dropped = true;
        parked.clear();
        sockets.forEach(socket -> socket.close(CloseFrame.GOING_AWAY, reason));
    }

    boolean join(Socket socket, String group) {
        groups.compute(
                group,
                (name, members) -> {
                    if (members == null) {
                        connections.relay().opened(this.name, name);
                        return Set.of(socket);
                    }
                    return with(members, socket);
                });
        synchronized (socket) {
            socket.join(group);
        }
        if (!sockets.contains(socket)) {
            leaveAll(socket);
            return false;
        }
        return true;
    }

    boolean leave(Socket socket, String group) {
        synchronized (socket) {
            if (!socket.quit(group)) {
                return false;
            }
        }
        groups.computeIfPresent(
                group,
                (name, members) -> {
                    if (members.size() == 1 ? members.contains(socket) : isLast(members, socket)) {
                        connections.relay().closed(this.name, name);
                        return null;
                    }
                    return members;
                });
        return true;
    }

    /** Most groups have one member for all their life: only a second one is worth a table. */
    private static Set<Socket> with(Set<Socket> members, Socket socket) {
        if (members.contains(socket)) {
            return members;
        }
        if (members instanceof ConcurrentHashMap.KeySetView<?, ?>) {
            members.add(socket);
            return members;
        }
        Set<Socket> more = ConcurrentHashMap.newKeySet(members.size() + 1);
        more.addAll(members);
        more.add(socket);
        return more;
    }

    /** Takes a member out of a table; true: it was the last one. */
    private static boolean isLast(Set<Socket> members, Socket socket) {
        members.remove(socket);
        return members.isEmpty();
    }

    private void leaveAll(Socket socket) {
        Set<String> left;
        synchronized (socket) {
            left = socket.groups();
        }
        left.forEach(group -> leave(socket, group));
    }

    Collection<Socket> members(String group) {
        return groups.getOrDefault(group, Set.of());
    }

    <T> void each(Class<T> type, BiConsumer<String, T> visitor) {
        for (Socket socket : sockets) {
            Object attachment = socket.attachment();
            if (type.isInstance(attachment)) {
                visitor.accept(socket.key(), type.cast(attachment));
            }
        }
    }

    static int send(Collection<Socket> sockets, Payload payload) {
        int reached = 0;
        for (Socket socket : sockets) {
            if (socket.send(payload)) {
                reached++;
            }
        }
        return reached;
    }
}
