package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.engines.Engines;

import org.junit.jupiter.api.Test;

/** One hub, with its store in PostgreSQL. */
class EmbeddedBusOnPostgresTest extends BusContract {

    private final String database = Engines.postgres().freshDatabase();

    @Override
    BusNode start() {
        return start(
                "serai.store.url=" + database,
                "serai.store.user=" + Engines.postgres().user(),
                "serai.store.password=" + Engines.postgres().password());
    }

    @Test
    void aSecondHubOnTheSameStoreRefusesToStartAndSaysWhatToSet() {
        assertThatThrownBy(this::start).rootCause().hasMessageContaining("serai.bus.brokers");
    }
}
