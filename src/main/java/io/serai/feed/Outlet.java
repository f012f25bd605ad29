package io.serai.feed;

import io.undertow.servlet.handlers.ServletRequestContext;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.xnio.IoUtils;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response that is written bit by bit, at the pace of its reader: what is unwritten is never more
 * than one bit, whoever writes waits for the reader, and a reader who takes nothing for too long
 * loses the connection.
 */
final class Outlet implements WriteListener, AutoCloseable {

    /** The reader took nothing for too long and was cut off. */
    static final class TooSlow extends IOException {

        private static final long serialVersionUID = 1;

        TooSlow() {
            super("The reader takes nothing");
        }
    }

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Closeable connection;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean broken;

    private Outlet(AsyncContext async, ServletOutputStream out, Duration patience) {
        this.async = async;
        this.out = out;
        this.connection = ServletRequestContext.requireCurrent().getExchange().getConnection();
        this.patience = patience;
    }

    /**
     * Begins the response. The request must be the thread's own.
     *
     * @param patience how long the reader may take nothing
     */
    static Outlet of(HttpServletRequest request, HttpServletResponse response, Duration patience)
            throws IOException {
        response.setBufferSize(1); // each bit is handed on at once; a fuller buffer would hold the
        AsyncContext async = request.startAsync(); // end of it back until the next one
        async.setTimeout(0);
        Outlet outlet = new Outlet(async, response.getOutputStream(), patience);
        outlet.out.setWriteListener(outlet);
        return outlet;
    }

    /**
     * Hands it to the connection, after the reader has taken what came before.
     *
     * @throws TooSlow if the reader does not take it in time; the connection is gone then
     * @throws IOException if the reader is gone
     */
    void send(String text) throws IOException, InterruptedException {
        lock.lock();
        try {
            awaitTaken();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            if (out.isReady()) {
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitTaken() throws IOException, InterruptedException {
        long left = patience.toNanos();
        while (!broken && !out.isReady()) {
            if (left <= 0) {
                broken = true;
                IoUtils.safeClose(connection);
                throw new TooSlow();
            }
            left = changed.awaitNanos(left);
        }
        if (broken) {
            throw new IOException("The reader is gone");
        }
    }

    @Override
    public void onWritePossible() {
        signal(false);
    }

    @Override
    public void onError(Throwable reason) {
        signal(true);
    }

    private void signal(boolean isBroken) {
        lock.lock();
        try {
            broken |= isBroken;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the response, once the reader has taken everything. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!broken) {
                awaitTaken();
            }
        } catch (IOException e) {
            // Nobody is there to take it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            complete();
        }
    }

    private void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            // It was completed by the server when the connection broke.
        }
    }
}
