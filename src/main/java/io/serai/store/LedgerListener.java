package io.serai.store;

import java.util.List;

/** Is told what is durable. A Spring bean of this type is found by itself. */
public interface LedgerListener {

    /** Called on one thread, commit after commit; hands long work to another thread. */
    void committed(List<Change> changes);
}
