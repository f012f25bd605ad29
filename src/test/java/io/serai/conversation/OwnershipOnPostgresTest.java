package io.serai.conversation;

import io.serai.store.LedgerOnDisk;

/** The same promises where other nodes may share the store. */
class OwnershipOnPostgresTest extends OwnershipTest {

    @Override
    LedgerOnDisk openStore() {
        return LedgerOnDisk.onPostgres();
    }
}
