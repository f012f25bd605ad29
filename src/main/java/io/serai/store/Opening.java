package io.serai.store;

import org.flywaydb.core.Flyway;
import org.springframework.core.NestedExceptionUtils;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The store's opening, on threads of its own: the first connection, then the tables. Whoever asks
 * for either waits for it and gets its failure.
 */
final class Opening {

    /** PostgreSQL: what was asked for is not allowed, or there are too many connections. */
    private static final String NOT_ALLOWED = "42501";

    private static final String TOO_MANY = "53300";

    private final StoreSettings settings;
    private final CompletableFuture<Connection> first = new CompletableFuture<>();
    private final CompletableFuture<Void> tables = new CompletableFuture<>();

    private Opening(StoreSettings settings) {
        this.settings = settings;
    }

    static Opening begin(StoreSettings settings) {
        Opening opening = new Opening(settings);
        Thread.ofPlatform().name("store-opening").daemon().start(opening::connect);
        return opening;
    }

    private void connect() {
        try {
            first.complete(FirstConnection.open(settings));
        } catch (RuntimeException | Error e) {
            first.completeExceptionally(e);
            tables.completeExceptionally(e);
            return;
        }
        // Not a daemon: if the start fails meanwhile, a migration that has begun is still ended.
        Thread.ofPlatform().name("store-tables").start(this::migrate);
    }

    private void migrate() {
        try {
            Schema.migrate(
                    settings,
                    Schema.configure(
                                    Flyway.configure()
                                            .dataSource(
                                                    settings.jdbcUrl(),
                                                    settings.user(),
                                                    settings.password()),
                                    settings)
                            .load());
            tables.complete(null);
        } catch (RuntimeException | Error e) {
            tables.completeExceptionally(told(e));
        }
    }

    /** What somebody can mend in one sentence; all else is for who wrote the tables. */
    private Throwable told(Throwable failure) {
        if (failure instanceof StoreUnusable) {
            return failure;
        }
        String reason =
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
                        .lines()
                        .findFirst()
                        .orElse("");
        if (Outage.has(failure, NOT_ALLOWED)) {
            return unusable(
                    "does not let user %s (serai.store.user) make the hub's tables: %s. Make that user the owner of the database and of all in it"
                            .formatted(settings.user(), reason),
                    failure);
        }
        return Outage.has(failure, TOO_MANY)
                ? StoreUnusable.crowded(settings, reason, failure)
                : failure;
    }

    private StoreUnusable unusable(String why, Throwable cause) {
        return new StoreUnusable(
                "The store at %s (serai.store.url) %s".formatted(settings.shownUrl(), why), cause);
    }

    /**
     * The first connection, to be closed by who asks.
     *
     * @throws StoreUnusable if there is none
     */
    Connection first() {
        return result(first);
    }

    /**
     * Returns when the tables are up to date.
     *
     * @throws StoreUnusable if they can't be
     */
    void tables() {
        result(tables);
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
