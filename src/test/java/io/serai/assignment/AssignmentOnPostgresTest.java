package io.serai.assignment;

import io.serai.store.LedgerOnDisk;

/** The same promises where other nodes may share the store. */
class AssignmentOnPostgresTest extends AssignmentTest {

    @Override
    LedgerOnDisk openStore() {
        return LedgerOnDisk.onPostgres();
    }
}
