package io.serai.store;

import java.util.List;
import java.util.UUID;

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

    /**
     * Decides and writes.
     *
     * @throws RuntimeException to refuse; nothing it wrote is kept, its neighbours are not affected
     */
    R run(Page page);
}
