package io.serai.websocket;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * What one connection has for its route: strictly in order, one at a time, on a virtual thread that
 * lives only while there is something to do. Without a route it waits.
 */
final class Lane implements Runnable {

    private final Socket socket;
    private @Nullable ArrayDeque<Arrival> queue;
    private int bytes;
    private boolean running;
    private boolean paused;

    Lane(Socket socket) {
        this.socket = socket;
    }

    /** Adds what arrived; false: the queue is far beyond its bound, nothing was added. */
    boolean offer(Arrival arrival) {
        PathOptions options = socket.path().options();
        synchronized (this) {
            ArrayDeque<Arrival> waiting = queue;
            if (waiting == null) {
                waiting = new ArrayDeque<>(4);
                queue = waiting;
            }
            boolean message = arrival instanceof Arrival.Received;
            if (message && isOver(options, waiting.size(), 2)) {
                return false;
            }
            waiting.add(arrival);
            bytes += arrival.size();
            if (message && !paused && isOver(options, waiting.size(), 1)) {
                paused = socket.pauseReading();
            }
            if (running) {
                return true;
            }
            running = true;
        }
        socket.path().execute(this);
        return true;
    }

    private boolean isOver(PathOptions options, int messages, int factor) {
        return messages >= options.receiveQueueMessages() * factor
                || bytes >= options.receiveQueueBytes() * factor;
    }

    /** Goes on after a route came back. */
    void wake() {
        synchronized (this) {
            if (running || queue == null) {
                return;
            }
            running = true;
        }
        socket.path().execute(this);
    }

    @Override
    public void run() {
        Arrival arrival = head();
        while (arrival != null) {
            if (arrival instanceof Arrival.Leaving(Runnable goodbye)) {
                goodbye.run();
                done(arrival);
                arrival = head();
                continue;
            }
            WebSocketConsumer consumer = socket.path().enter();
            if (consumer == null) {
                park();
                return;
            }
            try {
                consumer.deliver(socket, arrival);
            } finally {
                consumer.leave();
            }
            done(arrival);
            arrival = head();
        }
    }

    private synchronized @Nullable Arrival head() {
        Arrival arrival = queue == null ? null : queue.peek();
        if (arrival == null) {
            queue = null;
            running = false;
        }
        return arrival;
    }

    private synchronized void done(Arrival arrival) {
        if (queue == null) {
            return;
        }
        queue.poll();
        bytes -= arrival.size();
        PathOptions options = socket.path().options();
        if (paused
                && queue.size() <= options.receiveQueueMessages() / 2
                && bytes <= options.receiveQueueBytes() / 2) {
            paused = false;
            socket.resumeReading();
        }
    }

    private void park() {
        synchronized (this) {
            running = false;
        }
        socket.path().park(this);
    }
}
