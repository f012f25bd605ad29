package io.serai.edge;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The threads that serve requests: a few that stay, and virtual ones while those are all taken, so
 * that requests that wait (for a business system, for a route that is being changed) hold up
 * nobody.
 *
 * <p>Virtual threads alone would do; but each is new to the buffers that Undertow, Jackson and
 * others keep by thread, which makes a short request on 2 cores cost nearly twice as much.
 */
final class RequestThreads implements Executor {

    private static final int STAYING = 32;

    private final Semaphore free = new Semaphore(STAYING);
    private final ExecutorService staying =
            Executors.newFixedThreadPool(
                    STAYING, Thread.ofPlatform().daemon().name("http-", 0).factory());
    private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public void execute(Runnable request) {
        if (free.tryAcquire()) {
            staying.execute(
                    () -> {
                        try {
                            request.run();
                        } finally {
                            free.release();
                        }
                    });
        } else {
            virtual.execute(request);
        }
    }
}
