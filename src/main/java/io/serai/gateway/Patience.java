package io.serai.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for an answer for so long and no longer, to within some 10 ms.
 *
 * <p>The timed waits of virtual threads wake the JDK's timer thread twice, when they begin and when
 * they end, which costs a busy hub more than most of what it waits for. Here one thread looks after
 * all who wait, and is woken by none but the first.
 */
public final class Patience {

    private static final long GRAIN_NANOS = 10_000_000;

    /** After so many looks at nobody it rests until somebody waits. */
    private static final int LOOKS_AT_NOBODY = 100;

    private static final Set<Wait<?>> WAITS = ConcurrentHashMap.newKeySet();
    private static final Thread WATCH =
            Thread.ofPlatform().daemon().name("patience").unstarted(Patience::watch);
    private static volatile boolean resting;

    static {
        WATCH.start();
    }

    private Patience() {}

    /** One who waits, with an answer of their own: others may wait longer for the same. */
    private static final class Wait<T> {

        private final CompletableFuture<T> answer;
        private final long end;

        Wait(CompletableFuture<T> answer, Duration most) {
            this.answer = answer.copy();
            this.end = System.nanoTime() + most.toNanos();
        }
    }

    /** That it came too late, and not that the answer is a timeout of somebody else's. */
    private static final class Late extends TimeoutException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * The answer, if it comes in time.
     *
     * @throws ExecutionException if it failed
     * @throws TimeoutException if it did not come; it still may
     */
    public static <T> T await(CompletableFuture<T> answer, Duration most)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (answer.isDone()) {
            return answer.get();
        }
        if (!most.isPositive()) {
            throw new TimeoutException();
        }
        Wait<T> wait = new Wait<>(answer, most);
        WAITS.add(wait);
        if (resting) {
            LockSupport.unpark(WATCH);
        }
        try {
            return wait.answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Late late) {
                throw late;
            }
            throw e;
        } finally {
            WAITS.remove(wait);
        }
    }

    /**
     * Has work done by another thread and gives what came of it. If that takes too long, or who
     * waits is interrupted, the work is interrupted.
     *
     * @throws ExecutionException if the work failed
     * @throws TimeoutException if it took too long
     */
    public static <T> T call(ExecutorService threads, Callable<T> work, Duration most)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Future<?> working =
                threads.submit(
                        () -> {
                            try {
                                answer.complete(work.call());
                            } catch (Throwable e) {
                                answer.completeExceptionally(e);
                            }
                        });
        try {
            return await(answer, most);
        } catch (InterruptedException | TimeoutException e) {
            working.cancel(true);
            throw e;
        }
    }

    private static void watch() {
        int looksAtNobody = 0;
        while (true) {
            LockSupport.parkNanos(GRAIN_NANOS);
            long now = System.nanoTime();
            for (Wait<?> wait : WAITS) {
                if (now - wait.end >= 0) {
                    wait.answer.completeExceptionally(new Late());
                }
            }
            looksAtNobody = WAITS.isEmpty() ? looksAtNobody + 1 : 0;
            if (looksAtNobody == LOOKS_AT_NOBODY) {
                rest();
                looksAtNobody = 0;
            }
        }
    }

    private static void rest() {
        resting = true;
        // Who came before it was said that nobody watches did not call.
        while (WAITS.isEmpty()) {
            LockSupport.park();
        }
        resting = false;
    }
}
