package io.serai.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that ask without pause until stopped. */
final class Load {

    private final AtomicInteger asked;
    private final AtomicInteger failed;
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean stopped;

    Load(AtomicInteger asked, AtomicInteger failed) {
        this.asked = asked;
        this.failed = failed;
    }

    void run(Callable<Boolean> request) {
        callers.add(Thread.startVirtualThread(() -> repeat(request)));
    }

    private void repeat(Callable<Boolean> request) {
        while (!stopped) {
            try {
                if (!request.call()) {
                    failed.incrementAndGet();
                }
            } catch (Exception e) {
                failed.incrementAndGet();
                e.printStackTrace();
            }
            asked.incrementAndGet();
            Thread.yield();
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread caller : callers) {
            caller.join();
        }
    }
}
