package io.serai.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Callers that ask without pause until stopped. */
final class Load implements AutoCloseable {

    private final AtomicInteger asked;
    private final AtomicInteger failed;
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean stopped;

    Load(AtomicInteger asked, AtomicInteger failed) {
        this.asked = asked;
        this.failed = failed;
    }

    void run(Callable<Boolean> request) {
        callers.add(Thread.ofPlatform().daemon().start(() -> repeat(request)));
    }

    private void repeat(Callable<Boolean> request) {
        while (!stopped) {
            try {
                if (!request.call()) {
                    failed.incrementAndGet();
                }
            } catch (Exception e) {
                failed.incrementAndGet();
                System.err.println("failed: " + e);
            }
            asked.incrementAndGet();
            LockSupport.parkNanos(2_000_000); // leaves the hub some of the processor
        }
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread caller : callers) {
            try {
                caller.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
