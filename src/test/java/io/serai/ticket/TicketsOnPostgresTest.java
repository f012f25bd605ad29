package io.serai.ticket;

import io.serai.store.LedgerOnDisk;

/** The same promises where other nodes may share the store. */
class TicketsOnPostgresTest extends TicketsTest {

    @Override
    LedgerOnDisk openStore() {
        return LedgerOnDisk.onPostgres();
    }
}
