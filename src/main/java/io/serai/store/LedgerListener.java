package io.serai.store;

import java.util.List;

/** Is told what is durable. A Spring bean of this type is found by itself. */
public interface LedgerListener {

    /** Called on one thread, commit after commit; hands long work to another thread. */
    void committed(List<Change> changes);

    /**
     * The store is there again after commits had failed for want of it. What became of those is not
     * known: some may have been committed and nobody told.
     */
    default void recovered() {}
}
