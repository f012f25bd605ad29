package io.serai.bus;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where messages meet their route: they wait while it is away. */
final class Door<T, R> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private Bus.@Nullable Handler<T, R> handler;
    private boolean ended;

    void set(Bus.@Nullable Handler<T, R> handler) {
        lock.lock();
        try {
            this.handler = handler;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Passes it on, when the route is there. */
    R pass(T what) throws Exception {
        return await().handle(what);
    }

    /**
     * Passes it on if the route is there.
     *
     * @throws Closed if it is not
     */
    R passNow(T what) throws Exception {
        Bus.Handler<T, R> now;
        lock.lock();
        try {
            if (handler == null) {
                throw new Closed();
            }
            now = handler;
        } finally {
            lock.unlock();
        }
        return now.handle(what);
    }

    /** The route is away just now. */
    static final class Closed extends Exception {

        private static final long serialVersionUID = 1;

        private Closed() {
            super("The route is away", null, false, false);
        }
    }

    /** The hub stops: nobody waits any longer. */
    void end() {
        lock.lock();
        try {
            ended = true;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the route is there.
     *
     * @throws CancellationException if the hub stops first
     */
    Bus.Handler<T, R> await() throws InterruptedException {
        lock.lock();
        try {
            while (handler == null) {
                if (ended) {
                    throw new CancellationException("The hub stops");
                }
                opened.await();
            }
            return handler;
        } finally {
            lock.unlock();
        }
    }
}
