package io.serai.store;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * One piece of work on the ledger, all or nothing. Many units share one commit.
 *
 * <p>It decides in memory, on what the page shows, and writes to the page. It must be quick, do no
 * I/O but through the page, and leave no trace outside it: when a commit fails, the unit runs once
 * more on a fresh page.
 *
 * @param <R> what it finds out
 */
public interface Unit<R> {

    /**
     * The conversations it is about to read or write: they are locked and fetched for all units of
     * a commit at once.
     */
    List<String> conversations();

    /** The deduplication keys it asks for, fetched likewise. */
    default List<UUID> keys() {
        return List.of();
    }

    /** The conversations whose list of what is to be sent it asks for, fetched likewise. */
    default List<String> outboxes() {
        return List.of();
    }

    /**
     * Decides and writes.
     *
     * @throws RuntimeException to refuse; nothing it wrote is kept, its neighbours are not affected
     */
    R run(Page page);

    /** Work on one conversation that asks for no deduplication key. */
    static <R> Unit<R> on(String conversation, Function<Page, R> work) {
        return of(List.of(conversation), List.of(), work);
    }

    /** Work on one conversation that asks for these deduplication keys. */
    static <R> Unit<R> on(String conversation, List<UUID> keys, Function<Page, R> work) {
        return of(List.of(conversation), keys, work);
    }

    /** Work on whatever the page turns up. */
    static <R> Unit<R> of(Function<Page, R> work) {
        return of(List.of(), List.of(), work);
    }

    private static <R> Unit<R> of(
            List<String> conversations, List<UUID> keys, Function<Page, R> work) {
        return new Unit<>() {
            @Override
            public List<String> conversations() {
                return conversations;
            }

            @Override
            public List<UUID> keys() {
                return keys;
            }

            @Override
            public R run(Page page) {
                return work.apply(page);
            }
        };
    }
}
