package io.serai.store;

import io.serai.engines.Engines;
import io.serai.engines.Postgres;

class LedgerOnPostgresTest extends LedgerContract {

    private final Postgres postgres = Engines.postgres();
    private final String url = postgres.freshDatabase();

    @Override
    LedgerOnDisk open(LedgerListener listener) {
        return new LedgerOnDisk(url, postgres.user(), postgres.password(), listener);
    }
}
