package io.serai.bus;

import io.serai.store.LedgerOnDisk;

class EchoedOnPostgresTest extends EchoedTest {

    @Override
    LedgerOnDisk open() {
        return LedgerOnDisk.onPostgres();
    }
}
