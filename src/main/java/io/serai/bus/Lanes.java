package io.serai.bus;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One lane per conversation: what is put in comes out one after another; different lanes run side
 * by side, each on a virtual thread for as long as it has work. A lane that waits holds up nobody
 * else.
 */
final class Lanes {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    private final ConcurrentHashMap<String, Deque<Runnable>> lanes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CompletableFuture<@Nullable Void>> woken =
            new ConcurrentHashMap<>();
    private final Semaphore running;
    private final AtomicInteger aside = new AtomicInteger();
    private final String name;

    /**
     * Opens them.
     *
     * @param name for the threads
     * @param side how many may run side by side
     */
    Lanes(String name, int side) {
        this.name = name;
        this.running = new Semaphore(side);
    }

    /** Adds work to the end of a lane; never waits. */
    void add(String lane, Runnable work) {
        lanes.compute(
                lane,
                (key, queue) -> {
                    if (queue != null) {
                        queue.add(work);
                        return queue;
                    }
                    Deque<Runnable> opened = new ArrayDeque<>(2);
                    opened.add(work);
                    Thread.ofVirtual().name(name).start(() -> drain(lane));
                    return opened;
                });
    }

    /**
     * Likewise, and tells how it ended.
     *
     * @param failed told of a failure, other than that the hub stops: then the next hub to be woken
     *     takes it up
     * @return completes when the work is done; fails as it does
     */
    CompletableFuture<@Nullable Void> run(
            String lane, Callable<?> work, Consumer<Throwable> failed) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        add(
                lane,
                () -> {
                    try {
                        work.call();
                        done.complete(null);
                    } catch (CancellationException e) {
                        done.completeExceptionally(e);
                    } catch (Throwable e) {
                        // Also an Error: the lane outlives whatever one work meets.
                        failed.accept(e);
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    /**
     * Likewise, for work that may be done once for many who ask for it: who asks before it begins
     * waits along.
     */
    CompletableFuture<@Nullable Void> wake(
            String lane, Callable<?> work, Consumer<Throwable> failed) {
        return woken.computeIfAbsent(
                lane,
                key ->
                        run(
                                key,
                                () -> {
                                    // From here on there may be more than this will find.
                                    woken.remove(key);
                                    return work.call();
                                },
                                failed));
    }

    /** How many lanes have work. */
    int busy() {
        return lanes.size();
    }

    /** How many lanes have work and don't just wait for a time to come. */
    int active() {
        return lanes.size() - aside.get();
    }

    /** True if the lane has work, be it the one that asks. */
    boolean isBusy(String lane) {
        return lanes.containsKey(lane);
    }

    /** True if more work waits in the lane, besides what runs. */
    boolean hasMore(String lane) {
        boolean[] more = new boolean[1];
        lanes.computeIfPresent(
                lane,
                (key, queue) -> {
                    more[0] = !queue.isEmpty();
                    return queue;
                });
        return more[0];
    }

    /** Lets others run while the current work waits for something. */
    <T> T aside(Callable<T> wait) throws Exception {
        running.release();
        aside.incrementAndGet();
        try {
            return wait.call();
        } finally {
            aside.decrementAndGet();
            running.acquireUninterruptibly();
        }
    }

    private void drain(String lane) {
        Runnable work = next(lane);
        while (work != null) {
            running.acquireUninterruptibly();
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                log.error("Work in a lane of {} failed", name, e);
            } finally {
                running.release();
            }
            work = next(lane);
        }
    }

    private @Nullable Runnable next(String lane) {
        Runnable[] work = new Runnable[1];
        lanes.compute(
                lane,
                (key, queue) -> {
                    work[0] = queue == null ? null : queue.poll();
                    return work[0] == null ? null : queue;
                });
        return work[0];
    }
}
