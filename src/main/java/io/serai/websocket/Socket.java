package io.serai.websocket;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * One connection. The container calls it on its I/O thread, so nothing here waits; the route runs
 * on the {@link Lane}'s own thread.
 */
final class Socket {

    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);

    private final String key;
    private final SocketPath path;
    private final Handshake handshake;
    private final Lane lane = new Lane(this);
    private final Pulse pulse = new Pulse();
    private @Nullable Leftovers leftovers;
    private @Nullable Wire wire;
    private @Nullable Outbox outbox;
    private @Nullable Assembly assembly;
    private Set<String> groups = Set.of();
    private volatile @Nullable Object attachment;
    private volatile boolean closed;
    private volatile boolean leaving;

    Socket(String key, SocketPath path, Handshake handshake, @Nullable Leftovers leftovers) {
        this.key = key;
        this.path = path;
        this.handshake = handshake;
        this.leftovers = leftovers;
    }

    String key() {
        return key;
    }

    SocketPath path() {
        return path;
    }

    Handshake handshake() {
        return handshake;
    }

    @Nullable Object attachment() {
        return attachment;
    }

    void attach(@Nullable Object object) {
        attachment = object;
    }

    /** Whether it was closed, though the connection may still stand. */
    boolean isClosed() {
        return closed;
    }

    boolean isOpen() {
        return !closed && wire != null && wire.isOpen();
    }

    /** The handshake is through. */
    void opened(Wire opened) {
        wire = opened;
        outbox = new Outbox(opened);
        pulse.begin(path.now());
        if (!path.add(this)) {
            close(CloseFrame.GOING_AWAY, "nothing is served here any more");
            return;
        }
        if (path.options().connectionEvents()) {
            lane.offer(new Arrival.Opened());
        }
    }

    /** A message, or a part of one. */
    void heard(String part, boolean last) {
        int size = Payload.utf8Length(part);
        if (last && assembly == null) {
            receive(part, size);
            return;
        }
        if (assembly == null) {
            assembly = new Assembly(false);
        }
        gather(assembly.add(part, size), last);
    }

    /** A binary message, or a part of one. */
    void heard(byte[] part, boolean last) {
        if (last && assembly == null) {
            receive(part, part.length);
            return;
        }
        if (assembly == null) {
            assembly = new Assembly(true);
        }
        gather(assembly.add(part), last);
    }

    /** The peer answered a ping. */
    void lives() {
        pulse.heard(path.now());
    }

    private void gather(Assembly message, boolean last) {
        if (message.size() > path.options().maxMessageSize()) {
            refuse(message.size());
        } else if (last) {
            assembly = null;
            receive(message.body(), message.size());
        }
    }

    private void receive(Object body, int size) {
        if (closed || leaving) {
            return;
        }
        pulse.heard(path.now());
        if (size > path.options().maxMessageSize()) {
            refuse(size);
            return;
        }
        path.meters().received();
        if (!lane.offer(new Arrival.Received(body, size))) {
            path.meters().closedFor("flood");
            abort(CloseFrame.TRY_AGAIN_LATER, "too many messages wait to be handled");
        }
    }

    private void refuse(int size) {
        assembly = null;
        if (closed) {
            return;
        }
        int limit = path.options().maxMessageSize();
        LOG.info(
                "{}: a message of {} bytes or more was refused, maxMessageSize is {}",
                path.name(),
                size,
                limit);
        path.meters().closedFor("too-large");
        abort(CloseFrame.TOO_BIG, "a message is at most " + limit + " bytes");
    }

    /** The connection is gone or going; only the first time counts. */
    void gone(int code, String reason) {
        synchronized (lane) {
            if (closed) {
                return;
            }
            closed = true;
        }
        assembly = null;
        if (outbox != null) {
            outbox.drop();
        }
        path.remove(this);
        if (path.options().connectionEvents()) {
            lane.offer(new Arrival.Closed(code, reason));
        }
    }

    /** The container could not go on with it, or with a message of it. */
    void failed(Throwable cause) {
        LOG.debug("{}: a connection failed", path.name(), cause);
        if (!(cause instanceof IOException) && path.options().connectionEvents()) {
            lane.offer(new Arrival.Failed(cause));
        }
    }

    /** Hands a message to the send queue; false: the connection is gone, or was too slow. */
    boolean send(Payload payload) {
        Outbox box = outbox;
        if (box == null || closed) {
            return false;
        }
        PathOptions options = path.options();
        return switch (box.send(payload, options.sendQueueMessages(), options.sendQueueBytes())) {
            case ACCEPTED -> {
                path.meters().sent();
                yield true;
            }
            case CLOSED -> false;
            case OVERFLOWN -> {
                overflown();
                yield false;
            }
        };
    }

    boolean awaitRoom(long nanos) {
        return outbox != null && outbox.awaitRoom(path.options(), nanos) && isOpen();
    }

    private void overflown() {
        path.meters().closedFor("slow");
        LOG.info("{}: a connection that reads too slowly is closed", path.name());
        abort(CloseFrame.TRY_AGAIN_LATER, "reads too slowly, come back");
    }

    /** Closes when what waits has been sent. */
    boolean close(int code, String reason) {
        if (outbox == null || closed) {
            return false;
        }
        watchClosing();
        outbox.endWith(CloseFrame.of(code, reason));
        return true;
    }

    /** Hears nothing more; says goodbye when all that was heard before has been handled. */
    void leave(Runnable goodbye) {
        if (!leaving) {
            leaving = true;
            lane.offer(new Arrival.Leaving(goodbye));
        }
    }

    /** Closes at once; what waits is lost. */
    void abort(int code, String reason) {
        if (outbox != null && wire != null && outbox.drop()) {
            watchClosing();
            wire.close(CloseFrame.of(code, reason));
        }
    }

    private void watchClosing() {
        if (wire != null) {
            path.watch(wire);
        }
    }

    /** Looks after an idle connection: asks whether the peer lives, closes when it doesn't. */
    void beat(long now) {
        if (leftovers != null && leftovers.clear(now)) {
            leftovers = null;
        }
        switch (pulse.at(now, path.options())) {
            case NOTHING -> {}
            case PING -> {
                if (wire != null) {
                    wire.ping();
                }
            }
            case END -> {
                path.meters().closedFor("idle");
                abort(CloseFrame.GOING_AWAY, "nothing was heard for too long");
            }
        }
    }

    boolean pauseReading() {
        boolean paused = wire != null && wire.pause();
        pulse.deaf(paused);
        return paused;
    }

    void resumeReading() {
        pulse.deaf(false);
        pulse.heard(path.now());
        if (wire != null) {
            wire.resume();
        }
    }

    /** The groups it is in; they and their two changes are guarded by this. */
    Set<String> groups() {
        return groups;
    }

    void join(String group) {
        Set<String> more = new HashSet<>(groups);
        more.add(group);
        groups = Set.copyOf(more);
    }

    /** False: it wasn't in it. */
    boolean quit(String group) {
        Set<String> fewer = new HashSet<>(groups);
        boolean was = fewer.remove(group);
        groups = Set.copyOf(fewer);
        return was;
    }
}
