package io.serai.command;

import io.serai.store.LedgerOnDisk;

/** The same promises where other nodes may share the store. */
class ReturnsOnPostgresTest extends ReturnsTest {

    @Override
    LedgerOnDisk openStore() {
        return LedgerOnDisk.onPostgres();
    }
}
