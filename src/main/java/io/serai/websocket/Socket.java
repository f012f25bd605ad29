package io.serai.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * One connection. The container calls it on its I/O thread, so nothing here waits; the route runs
 * on the {@link Lane}'s own thread.
 */
final class Socket extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);

    private final String key;
    private final SocketPath path;
    private final Handshake handshake;
    private final Lane lane = new Lane(this);
    private final Pulse pulse = new Pulse();
    private @Nullable Leftovers leftovers;
    private @Nullable Session session;
    private @Nullable Wire wire;
    private @Nullable Outbox outbox;
    private @Nullable Assembly assembly;
    private @Nullable Set<String> groups;
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

    boolean isOpen() {
        return !closed && session != null && session.isOpen();
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        session = opened;
        wire = Wire.of(opened);
        outbox = new Outbox(opened);
        pulse.begin(path.now());
        // Whole-message handlers don't bound a message that comes in pieces (Undertow 2.3).
        opened.addMessageHandler(
                String.class, (MessageHandler.Partial<String>) (part, last) -> onText(part, last));
        opened.addMessageHandler(
                ByteBuffer.class,
                (MessageHandler.Partial<ByteBuffer>) (part, last) -> onBinary(part, last));
        opened.addMessageHandler(
                PongMessage.class,
                (MessageHandler.Whole<PongMessage>) pong -> pulse.heard(path.now()));
        if (!path.add(this)) {
            close(Closing.GOING_AWAY, "nothing is served here any more");
            return;
        }
        if (path.options().connectionEvents()) {
            lane.offer(new Arrival.Opened());
        }
    }

    private void onText(String part, boolean last) {
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

    private void onBinary(ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        if (last && assembly == null) {
            receive(bytes, bytes.length);
            return;
        }
        if (assembly == null) {
            assembly = new Assembly(true);
        }
        gather(assembly.add(bytes), last);
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
            abort(Closing.TRY_AGAIN_LATER, "too many messages wait to be handled");
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
        abort(Closing.TOO_BIG, "a message is at most " + limit + " bytes");
    }

    @Override
    public void onClose(Session gone, CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        assembly = null;
        if (outbox != null) {
            outbox.drop();
        }
        path.remove(this);
        if (path.options().connectionEvents()) {
            lane.offer(
                    new Arrival.Closed(reason.getCloseCode().getCode(), reason.getReasonPhrase()));
        }
    }

    @Override
    public void onError(Session failed, Throwable cause) {
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
        abort(Closing.TRY_AGAIN_LATER, "reads too slowly, come back");
    }

    /** Closes when what waits has been sent. */
    boolean close(int code, String reason) {
        if (outbox == null || closed || session == null) {
            return false;
        }
        watchClosing();
        outbox.endWith(Closing.reason(code, reason));
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
        if (outbox != null && session != null && outbox.drop()) {
            watchClosing();
            Closing.close(session, Closing.reason(code, reason));
        }
    }

    private void watchClosing() {
        if (session != null && wire != null) {
            path.watch(session, wire);
        }
    }

    /** Looks after an idle connection: asks whether the peer lives, closes when it doesn't. */
    void beat(long now) {
        if (leftovers != null && leftovers.clear(now)) {
            leftovers = null;
        }
        switch (pulse.at(now, path.options())) {
            case NOTHING -> {}
            case PING -> ping();
            case END -> {
                path.meters().closedFor("idle");
                abort(Closing.GOING_AWAY, "nothing was heard for too long");
            }
        }
    }

    private void ping() {
        if (session != null) {
            try {
                session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
            } catch (IOException | RuntimeException gone) {
                LOG.debug("{}: no ping could be sent", path.name(), gone);
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

    /** The groups it is in; guarded by the path's group table. */
    Set<String> groups() {
        if (groups == null) {
            groups = new HashSet<>(4);
        }
        return groups;
    }

    boolean hasGroups() {
        return groups != null;
    }
}
