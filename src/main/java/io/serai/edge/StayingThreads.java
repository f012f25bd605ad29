package io.serai.edge;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what may wait: on platform threads that stay, and on virtual ones while those are all taken,
 * so that nothing waits for a thread, however many wait for a business system or for a route that
 * is being changed.
 *
 * <p>Virtual threads alone would do; but each is new to the buffers that Undertow, Jackson and
 * others keep by thread, and waits for its socket through other threads, which makes a short
 * request on 2 cores cost nearly twice as much.
 */
public final class StayingThreads implements Executor, AutoCloseable {

    private static final int MOST = 64;

    private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService staying;

    /**
     * @param name what the threads' names begin with
     */
    public StayingThreads(String name) {
        this.staying =
                new ThreadPoolExecutor(
                        0,
                        MOST,
                        1,
                        TimeUnit.MINUTES,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-", 0).factory(),
                        (task, full) -> virtual.execute(task));
    }

    @Override
    public void execute(Runnable task) {
        staying.execute(task);
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        staying.shutdownNow();
        virtual.shutdownNow();
    }
}
