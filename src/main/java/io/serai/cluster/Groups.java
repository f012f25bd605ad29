package io.serai.cluster;

import io.serai.websocket.GroupRelay;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The groups of WebSocket connections, across all nodes. Besides frames for their members, nodes
 * send each other notes about a group: what a note says is up to who reads them for a path.
 */
public final class Groups implements GroupRelay {

    private static final Logger log = LoggerFactory.getLogger(Groups.class);
    private static final long PATIENCE = 2_000;
    private static final String TOPIC = "group:";
    private static final char END_OF_PATH = '#';
    private static final char FRAME = 'f';
    private static final char BINARY = 'b';
    private static final char NOTE = 'n';

    /** Reads the notes of other nodes about the groups of a path. Must not wait. */
    public interface Reader {
        void noted(String group, String note);
    }

    private final Relay relay;
    private final Map<String, Relay.Subscription> members = new ConcurrentHashMap<>();
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final Relay.Listener listener = this::received;
    private volatile @Nullable Members here;

    public Groups(Relay relay) {
        this.relay = relay;
    }

    /** Has the notes about a path's groups read, while these have members or followers here. */
    public void read(String path, Reader reader) {
        readers.put(path, reader);
    }

    /** Sends a note to the nodes on which the group has members or followers. */
    public void note(String path, String group, String note) {
        if (!relay.isAlone()) {
            relay.publish(topic(path, group), NOTE + note);
        }
    }

    /** Has the notes about a group come in though it may have no members here. */
    public Relay.Subscription follow(String path, String group) {
        return relay.isAlone()
                ? Alone.NOTHING
                : relay.subscribe(
                        topic(path, group),
                        (t, text) -> {
                            if (text.charAt(0) == NOTE && !members.containsKey(t)) {
                                received(t, text);
                            }
                        });
    }

    /**
     * Completes when what others send to a group with members here arrives, so that what is read
     * from the store after that and what arrives leave no gap.
     */
    public CompletableFuture<Void> ready(String path, String group) {
        Relay.Subscription held = relay.isAlone() ? null : members.get(topic(path, group));
        return held == null ? Alone.NOTHING.ready() : held.ready();
    }

    /** Waits for what is {@link #ready}, but not for long: whoever misses something catches up. */
    public static void await(CompletableFuture<Void> ready) {
        try {
            ready.get(PATIENCE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            log.debug("Goes on before what others say arrives", late);
        }
    }

    @Override
    public boolean isAlone() {
        return relay.isAlone();
    }

    @Override
    public void opened(String path, String group) {
        if (!relay.isAlone()) {
            String topic = topic(path, group);
            members.put(topic, relay.subscribe(topic, listener));
        }
    }

    @Override
    public void closed(String path, String group) {
        Relay.Subscription held = relay.isAlone() ? null : members.remove(topic(path, group));
        if (held != null) {
            held.close();
        }
    }

    @Override
    public void send(String path, String group, String text) {
        if (!relay.isAlone()) {
            relay.publish(topic(path, group), FRAME + text);
        }
    }

    @Override
    public void send(String path, String group, byte[] bytes) {
        if (!relay.isAlone()) {
            relay.publish(topic(path, group), BINARY + Base64.getEncoder().encodeToString(bytes));
        }
    }

    @Override
    public void deliverTo(Members members) {
        here = members;
    }

    private void received(String topic, String text) {
        int end = topic.indexOf(END_OF_PATH);
        String path = topic.substring(TOPIC.length(), end);
        String group = topic.substring(end + 1);
        String rest = text.substring(1);
        Members sockets = here;
        switch (text.charAt(0)) {
            case FRAME -> {
                if (sockets != null) {
                    sockets.receive(path, group, rest);
                }
            }
            case BINARY -> {
                if (sockets != null) {
                    sockets.receive(path, group, Base64.getDecoder().decode(rest));
                }
            }
            case NOTE -> {
                Reader reader = readers.get(path);
                if (reader != null) {
                    reader.noted(group, rest);
                }
            }
            default -> {
                // Of a later version: whom it concerns catches up from the store.
            }
        }
    }

    private static String topic(String path, String group) {
        return TOPIC + path + END_OF_PATH + group;
    }

    private enum Alone implements Relay.Subscription {
        NOTHING;

        @Override
        public CompletableFuture<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
