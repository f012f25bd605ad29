package io.serai.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Trail;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * Everything that must not be lost is written here, by one thread that commits for many at once
 * (group commit: one wait for the disk serves them all, which is what makes thousands of durable
 * messages a second possible).
 *
 * <p>A future completes after its commit; listeners are told before it does, in the order of the
 * commits.
 */
@Component
public class Ledger implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final int TRIES = 5;

    private record Task<R>(
            Unit<R> unit, CompletableFuture<R> future, @Nullable String traceparent) {

        /**
         * Runs the unit; the returned action tells its author once the commit is through.
         *
         * @throws DataAccessException if the database failed it, which makes the whole attempt void
         * @throws TransactionException likewise
         */
        Runnable run(Commit commit) {
            try {
                R result = commit.run(unit, traceparent);
                return () -> future.complete(result);
            } catch (DataAccessException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                return () -> future.completeExceptionally(e);
            }
        }
    }

    private final BlockingQueue<Task<?>> queue;
    private final int batch;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ObjectProvider<LedgerListener> listeners;
    private final DistributionSummary sizes;
    private final ExecutorService completer =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("ledger-tells").factory());
    private final Thread writer = Thread.ofPlatform().name("ledger-writes").unstarted(this::write);
    private volatile @Nullable List<LedgerListener> found;
    private volatile boolean open = true;
    private final boolean shared;
    private final Outage outage;

    Ledger(
            DataSource source,
            StoreSettings settings,
            MeterRegistry metrics,
            ObjectProvider<LedgerListener> listeners) {
        this.queue = new ArrayBlockingQueue<>(settings.backlog());
        this.batch = settings.batch();
        this.shared = settings.shared();
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
        this.listeners = listeners;
        this.sizes =
                DistributionSummary.builder("serai.ledger.commit")
                        .description("Units per commit")
                        .register(metrics);
        metrics.gaugeCollectionSize("serai.ledger.backlog", List.of(), queue);
        this.outage = new Outage(metrics);
        writer.start();
    }

    /**
     * Commits a unit together with whatever else is waiting.
     *
     * @return completes with what the unit found, after it is durable; fails with what the unit
     *     threw, with {@link StoreAway} if the database cannot be reached, or {@link StoreBusy} if
     *     too many wait. Its completion must not be made to wait: others wait behind it.
     */
    public <R> CompletableFuture<R> commit(Unit<R> unit) {
        Task<R> task = new Task<>(unit, new CompletableFuture<>(), Trail.traceparent());
        if (!open || !queue.offer(task)) {
            task.future.completeExceptionally(
                    new StoreBusy(
                            open
                                    ? "Too much waits to be stored; try again"
                                    : "The store is closing"));
        }
        return task.future;
    }

    /** Commits a unit and waits, for callers that have nothing else to do. */
    public <R> R commitNow(Unit<R> unit) {
        try {
            return commit(unit).join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void write() {
        List<Task<?>> tasks = new ArrayList<>(batch);
        while (open || !queue.isEmpty()) {
            try {
                Task<?> first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                tasks.add(first);
                queue.drainTo(tasks, batch - 1);
                commit(List.copyOf(tasks));
            } catch (InterruptedException e) {
                open = false;
            } finally {
                tasks.clear();
            }
        }
    }

    private void commit(List<Task<?>> tasks) {
        RuntimeException reason = null;
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                attempt(tasks, tries < TRIES - 1);
                sizes.record(tasks.size());
                return;
            } catch (DuplicateKeyException | ConcurrencyFailureException e) {
                // Another node was faster with the same; a fresh page shows what it did.
                reason = e;
            } catch (RuntimeException | Error e) {
                reason = e instanceof RuntimeException known ? known : new IllegalStateException(e);
                break;
            }
        }
        if (reason != null && Outage.causes(reason)) {
            outage.goesOn(reason, tasks.size());
            fail(tasks, StoreAway.because(reason));
        } else if (tasks.size() == 1) {
            RuntimeException failure = Objects.requireNonNull(reason);
            // The database quotes values in its messages, and values are what customers wrote.
            Throwable kind = failure.getCause() == null ? failure : failure.getCause();
            log.warn("A commit failed: {}", kind.getClass().getSimpleName());
            fail(tasks, failure);
        } else {
            // One bad unit must not take its neighbours with it.
            commit(tasks.subList(0, tasks.size() / 2));
            commit(tasks.subList(tasks.size() / 2, tasks.size()));
        }
    }

    private void fail(List<Task<?>> tasks, RuntimeException reason) {
        completer.execute(() -> tasks.forEach(task -> task.future.completeExceptionally(reason)));
    }

    private void attempt(List<Task<?>> tasks, boolean inOrder) {
        List<Runnable> outcomes = new ArrayList<>(tasks.size());
        List<Change> changes =
                transaction.execute(
                        status -> {
                            Commit commit =
                                    new Commit(
                                            new Statements(jdbc, status, shared, inOrder),
                                            tasks.stream().map(Task::unit).toList());
                            tasks.forEach(task -> outcomes.add(task.run(commit)));
                            return commit.finish();
                        });
        completer.execute(() -> tell(changes, outcomes));
        if (outage.ends(!changes.isEmpty())) {
            completer.execute(() -> listeners().forEach(LedgerListener::recovered));
        }
    }

    private void tell(List<Change> changes, List<Runnable> outcomes) {
        for (LedgerListener listener : listeners()) {
            try {
                listener.committed(changes);
            } catch (RuntimeException | Error e) { // the authors wait behind it
                log.error(
                        "{} failed on what was committed", listener.getClass().getSimpleName(), e);
            }
        }
        outcomes.forEach(Runnable::run);
    }

    /** Found at the first commit, since some of them need the ledger themselves. */
    private List<LedgerListener> listeners() {
        List<LedgerListener> known = found;
        if (known == null) {
            known = listeners.orderedStream().toList();
            found = known;
        }
        return known;
    }

    /** Why nothing can be stored now; null if it can. */
    @Nullable String outage() {
        return outage.reason();
    }

    /** Takes nothing more, commits what waits and tells everyone. */
    @Override
    public void destroy() throws InterruptedException {
        open = false;
        writer.join(10_000);
        completer.shutdown();
        completer.awaitTermination(5, TimeUnit.SECONDS);
    }
}
