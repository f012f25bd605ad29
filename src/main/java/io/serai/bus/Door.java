package io.serai.bus;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where messages meet their route: they wait while it is away. */
final class Door<T, R> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private Bus.@Nullable Handler<T, R> handler;

    void set(Bus.@Nullable Handler<T, R> handler) {
        lock.lock();
        try {
            this.handler = handler;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    R pass(T what) throws Exception {
        return handler().handle(what);
    }

    private Bus.Handler<T, R> handler() throws InterruptedException {
        lock.lock();
        try {
            while (handler == null) {
                opened.await();
            }
            return handler;
        } finally {
            lock.unlock();
        }
    }
}
