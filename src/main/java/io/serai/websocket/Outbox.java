package io.serai.websocket;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The bounded send queue of one connection. Sends one message after another through the
 * asynchronous remote, so whoever sends never waits for the socket.
 *
 * <p>Holds nothing while nothing waits.
 */
final class Outbox {

    /** What became of a message given to the box. */
    enum Outcome {
        ACCEPTED,
        CLOSED,
        OVERFLOWN
    }

    private final Wire wire;
    private @Nullable ArrayDeque<Payload> waiting;
    private int waitingBytes;
    private boolean sending;
    private boolean ended;
    private @Nullable CloseFrame farewell;

    Outbox(Wire wire) {
        this.wire = wire;
    }

    Outcome send(Payload payload, int maxMessages, int maxBytes) {
        synchronized (this) {
            if (ended) {
                return Outcome.CLOSED;
            }
            if (sending) {
                return queue(payload, maxMessages, maxBytes);
            }
            sending = true;
        }
        transmit(payload);
        return Outcome.ACCEPTED;
    }

    /** Waits until less than half of what may wait does, or the time is over; false: it ended. */
    boolean awaitRoom(PathOptions options, long nanos) {
        long end = System.nanoTime() + nanos;
        while (!hasRoom(options) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
        }
        synchronized (this) {
            return !ended;
        }
    }

    private synchronized boolean hasRoom(PathOptions options) {
        return waiting == null
                || (waiting.size() < options.sendQueueMessages() / 2
                        && waitingBytes < options.sendQueueBytes() / 2);
    }

    private Outcome queue(Payload payload, int maxMessages, int maxBytes) {
        ArrayDeque<Payload> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            waiting = queue;
        }
        if (queue.size() >= maxMessages || waitingBytes + payload.size() > maxBytes) {
            return Outcome.OVERFLOWN;
        }
        queue.add(payload);
        waitingBytes += payload.size();
        return Outcome.ACCEPTED;
    }

    /** Takes no more; when what waits is sent, closes the session. */
    void endWith(CloseFrame reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            if (sending) {
                farewell = reason;
                return;
            }
        }
        wire.close(reason);
    }

    /** Takes no more and forgets what waits; false if it had ended before. */
    boolean drop() {
        synchronized (this) {
            boolean first = !ended;
            ended = true;
            waiting = null;
            waitingBytes = 0;
            farewell = null;
            return first;
        }
    }

    private void transmit(Payload first) {
        Payload payload = first;
        while (payload != null) {
            Transmission transmission = new Transmission();
            wire.send(payload, transmission);
            if (!transmission.isDoneAtOnce()) {
                return;
            }
            payload = next();
        }
    }

    private @Nullable Payload next() {
        CloseFrame last;
        synchronized (this) {
            Payload payload = waiting == null ? null : waiting.poll();
            if (payload != null) {
                waitingBytes -= payload.size();
                return payload;
            }
            waiting = null;
            sending = false;
            last = farewell;
            farewell = null;
        }
        if (last != null) {
            wire.close(last);
        }
        return null;
    }

    /**
     * One message on its way. Containers call back at once or later, and some twice: only the first
     * call counts, and a call at once doesn't nest.
     */
    private final class Transmission implements Wire.Sent {

        private static final int HANDED = 0;
        private static final int LATER = 1;
        private static final int DONE = 2;

        private final AtomicInteger state = new AtomicInteger(HANDED);

        boolean isDoneAtOnce() {
            return !state.compareAndSet(HANDED, LATER);
        }

        @Override
        public void done(boolean ok) {
            if (!ok) {
                drop();
            }
            if (state.getAndSet(DONE) == LATER) {
                Payload payload = next();
                if (payload != null) {
                    transmit(payload);
                }
            }
        }
    }
}
