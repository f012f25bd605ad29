package io.serai.ticket;

import io.serai.store.LedgerOnDisk;

/** The same promises where other nodes may share the store. */
class TicketSenderOnPostgresTest extends TicketSenderTest {

    @Override
    LedgerOnDisk openStore() {
        return LedgerOnDisk.onPostgres();
    }
}
