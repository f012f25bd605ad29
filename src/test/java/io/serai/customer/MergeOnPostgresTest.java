package io.serai.customer;

import io.serai.store.LedgerOnDisk;

/** The same promises where other nodes may share the store. */
class MergeOnPostgresTest extends MergeTest {

    @Override
    LedgerOnDisk openStore() {
        return LedgerOnDisk.onPostgres();
    }
}
