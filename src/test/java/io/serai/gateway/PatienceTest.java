package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

class PatienceTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void whatComesInTimeIsGiven() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Future<String> waiting = threads.submit(() -> Patience.await(answer, LONG));

        answer.complete("here");

        assertThat(waiting.get()).isEqualTo("here");
    }

    @Test
    void whoHasNoMorePatienceLeavesAndOthersWaitOn() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Future<String> patient = threads.submit(() -> Patience.await(answer, LONG));

        assertThatThrownBy(() -> Patience.await(answer, SHORT))
                .isInstanceOf(TimeoutException.class);
        answer.complete("later");

        assertThat(patient.get()).isEqualTo("later");
    }

    @Test
    @Timeout(60) // seconds: it would wait for good
    void whatFailsBesideAWaitDoesNotMakeItEndless() {
        Watch.Watched broken =
                now -> {
                    throw new OutOfMemoryError("as it may come");
                };
        Watch.begin(broken);
        try {
            assertThatThrownBy(() -> Patience.await(new CompletableFuture<>(), SHORT))
                    .isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> Patience.await(new CompletableFuture<>(), SHORT))
                    .isInstanceOf(TimeoutException.class);
        } finally {
            Watch.end(broken);
        }
    }

    @Test
    void whoHasNoTimeStillGetsWhatIsThere() throws Exception {
        assertThat(Patience.await(CompletableFuture.completedFuture("here"), Duration.ZERO))
                .isEqualTo("here");
        assertThatThrownBy(() -> Patience.await(new CompletableFuture<>(), Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void aTimeoutOfTheAnswersOwnIsAFailureAndNotImpatience() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        threads.execute(() -> answer.completeExceptionally(new TimeoutException("its own")));

        assertThatThrownBy(() -> Patience.await(answer, LONG))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("its own");
    }

    @Test
    void workThatTakesTooLongIsInterrupted() {
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(
                        () ->
                                Patience.call(
                                        threads,
                                        () -> {
                                            try {
                                                return new CompletableFuture<String>().get();
                                            } catch (InterruptedException e) {
                                                interrupted.countDown();
                                                throw e;
                                            }
                                        },
                                        SHORT))
                .isInstanceOf(TimeoutException.class);

        await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void whatTheWorkThrowsIsTheCause() {
        assertThatThrownBy(
                        () ->
                                Patience.call(
                                        threads,
                                        () -> {
                                            throw new IllegalStateException("no");
                                        },
                                        LONG))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("no");
    }
}
