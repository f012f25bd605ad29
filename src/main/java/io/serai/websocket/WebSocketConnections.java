package io.serai.websocket;

import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All live WebSocket connections, whichever route serves their path; what a Java bean uses to send
 * to them.
 *
 * <p>No method waits for a socket unless it says so. Sending to a connection that is gone isn't an
 * error: the answer says so. Safe for use by many threads; messages one thread sends to one
 * connection arrive in that order.
 */
public final class WebSocketConnections {

    private final WebSocketSettings settings;
    private final @Nullable MeterRegistry registry;
    private final GroupRelay relay;
    private final Map<String, SocketPath> paths = new ConcurrentHashMap<>();
    private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
    private final Map<String, WebSocketMeters> meters = new ConcurrentHashMap<>();
    private final Closings closings;
    private final ExecutorService lanes =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("websocket-", 0).factory());
    private final Heart heart;
    private volatile boolean stopped;
    private volatile @Nullable Consumer<Socket> leaving;

    /**
     * @param settings what holds for all paths
     * @param registry where to count, if anywhere
     */
    public WebSocketConnections(WebSocketSettings settings, @Nullable MeterRegistry registry) {
        this(settings, registry, GroupRelay.NONE);
    }

    /** With a relay to the groups of other processes. */
    public WebSocketConnections(
            WebSocketSettings settings, @Nullable MeterRegistry registry, GroupRelay relay) {
        this.settings = settings;
        this.registry = registry;
        this.relay = relay;
        this.closings = new Closings(settings.closeTimeout());
        this.heart = new Heart(settings.beat(), this::beat);
        relay.deliverTo(new Elsewhere(this));
    }

    /** Sends a text; false: the connection is gone, or was closed because it reads too slowly. */
    public boolean send(String key, String text) {
        Socket socket = sockets.get(key);
        return socket != null && socket.send(Payload.of(text));
    }

    /** Sends a binary message; the array must not change afterwards. */
    public boolean send(String key, byte[] bytes) {
        Socket socket = sockets.get(key);
        return socket != null && socket.send(Payload.of(bytes));
    }

    /** Waits, not for long, until less than half of what may wait does; false: it is gone. */
    public boolean awaitRoom(String key) {
        Socket socket = sockets.get(key);
        return socket != null && socket.awaitRoom(settings.closeTimeout().toNanos());
    }

    /** Sends a text to several; how many took it. */
    public int send(Collection<String> keys, String text) {
        return send(keys, Payload.of(text));
    }

    int send(Collection<String> keys, Payload payload) {
        int reached = 0;
        for (String key : keys) {
            Socket socket = sockets.get(key);
            if (socket != null && socket.send(payload)) {
                reached++;
            }
        }
        return reached;
    }

    /**
     * Sends a text to all members of a group of this path, in every process; how many in this one
     * took it.
     */
    public int sendToGroup(String path, String group, String text) {
        return sendToGroup(path, group, Payload.of(text));
    }

    int sendToGroup(String path, String group, Payload payload) {
        if (!relay.isAlone()) {
            switch (payload) {
                case Payload.Text text -> relay.send(path, group, text.text());
                case Payload.Binary binary -> relay.send(path, group, binary.bytes());
            }
        }
        return sendToGroupHere(path, group, payload);
    }

    int sendToGroupHere(String path, String group, Payload payload) {
        SocketPath served = paths.get(path);
        return served == null ? 0 : SocketPath.send(served.members(group), payload);
    }

    /** Sends a text to all connections of a path; how many took it. */
    public int sendToAll(String path, String text) {
        return sendToAll(path, Payload.of(text));
    }

    int sendToAll(String path, Payload payload) {
        SocketPath served = paths.get(path);
        return served == null ? 0 : SocketPath.send(served.sockets(), payload);
    }

    /** Has every connection of a path visited that has an attachment of this type. */
    public <T> void each(String path, Class<T> type, BiConsumer<String, T> visitor) {
        SocketPath served = paths.get(path);
        if (served != null) {
            served.each(type, visitor);
        }
    }

    /** Puts a connection into a group of its path; false: it is gone. */
    public boolean join(String key, String group) {
        Socket socket = sockets.get(key);
        return socket != null && socket.path().join(socket, group);
    }

    /** Takes a connection out of a group; false: it is gone or wasn't in it. */
    public boolean leave(String key, String group) {
        Socket socket = sockets.get(key);
        return socket != null && socket.path().leave(socket, group);
    }

    /** The keys of a group's members in this process, as they are now. */
    public Set<String> members(String path, String group) {
        SocketPath served = paths.get(path);
        return served == null
                ? Set.of()
                : served.members(group).stream()
                        .map(Socket::key)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Closes a connection after what waits for it has been sent.
     *
     * @param code of RFC 6455, such as 1000, 1008 or 4000 and up
     * @param reason shortened to the 123 bytes a close frame can hold
     * @return false: it is gone already
     */
    public boolean close(String key, int code, String reason) {
        Socket socket = sockets.get(key);
        return socket != null && socket.close(code, reason);
    }

    /** Whether the connection is open, as far as is known. */
    public boolean isOpen(String key) {
        Socket socket = sockets.get(key);
        return socket != null && socket.isOpen();
    }

    /** Keeps an object with a connection, for as long as it lives; false: it is gone. */
    public boolean attach(String key, @Nullable Object object) {
        Socket socket = sockets.get(key);
        if (socket == null) {
            return false;
        }
        socket.attach(object);
        return true;
    }

    /** What was attached to the connection, if it is of this type. */
    public <T> Optional<T> attached(String key, Class<T> type) {
        Socket socket = sockets.get(key);
        Object object = socket == null ? null : socket.attachment();
        return type.isInstance(object) ? Optional.of(type.cast(object)) : Optional.empty();
    }

    /** Open connections of a path. */
    public int count(String path) {
        SocketPath served = paths.get(path);
        return served == null ? 0 : served.size();
    }

    /** Open connections of all paths. */
    public int count() {
        return sockets.size();
    }

    /** Closes every connection with 1001 and waits a little for the peers to agree. */
    public void stop() {
        stopped = true;
        for (SocketPath path : paths.values()) {
            path.drop("the server is stopping");
        }
        paths.clear();
        closings.end();
        heart.stop();
        lanes.shutdown();
    }

    /** The path, if a route serves it or did a moment ago. */
    @Nullable SocketPath path(String name) {
        return paths.get(name);
    }

    void serve(String name, WebSocketConsumer consumer, PathOptions options) {
        heart.start();
        boolean attached = false;
        while (!attached) {
            attached =
                    paths.computeIfAbsent(name, key -> new SocketPath(key, this, options))
                            .attach(consumer, options);
        }
    }

    void unserve(String name, WebSocketConsumer consumer) {
        SocketPath path = paths.get(name);
        if (path != null) {
            path.detach(consumer);
        }
    }

    GroupRelay relay() {
        return relay;
    }

    WebSocketMeters meters(String path) {
        return meters.computeIfAbsent(path, name -> new WebSocketMeters(registry, name));
    }

    void add(Socket socket) {
        sockets.put(socket.key(), socket);
        Consumer<Socket> guide = leaving;
        if (guide != null) {
            guide.accept(socket);
        }
    }

    /** From now on who still comes in is shown out. Returns who is in. */
    Collection<Socket> leave(Consumer<Socket> guide) {
        leaving = guide;
        return List.copyOf(sockets.values());
    }

    void remove(Socket socket) {
        sockets.remove(socket.key());
    }

    void execute(Runnable lane) {
        if (!stopped) {
            lanes.execute(lane);
        }
    }

    void watch(Wire wire) {
        closings.watch(wire);
    }

    /** Connections told to close that haven't gone yet. */
    int closing() {
        return closings.count();
    }

    /** Nanoseconds on a coarse clock that costs nothing to read. */
    long now() {
        return heart.now();
    }

    private void beat(long now) {
        long hold = settings.reloadHold().toNanos();
        paths.values().removeIf(path -> path.dropIfVacant(now, hold));
        for (Socket socket : sockets.values()) {
            Heart.beat(socket::beat, now);
        }
        closings.look(now);
    }
}
