package io.serai.gateway;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** Waits for an answer for so long and no longer, to within the 10 ms of the {@link Watch}. */
public final class Patience {

    private Patience() {}

    /** One who waits, with an answer of their own: others may wait longer for the same. */
    private static final class Wait<T> implements Watch.Watched {

        private final CompletableFuture<T> answer;
        private final long end;

        Wait(CompletableFuture<T> answer, Duration most) {
            this.answer = answer.copy();
            this.end = System.nanoTime() + most.toNanos();
        }

        @Override
        public void look(long now) {
            if (now - end >= 0) {
                answer.completeExceptionally(new Late());
            }
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
        Watch.begin(wait);
        try {
            return wait.answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Late late) {
                throw late;
            }
            throw e;
        } finally {
            Watch.end(wait);
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
}
