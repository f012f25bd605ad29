package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.engines.Engines;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/** One hub, with its store in PostgreSQL. */
@Tag("long")
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

    @Test
    void norDoesOneWithKafkaStartBesideIt() {
        assertThatThrownBy(
                        () ->
                                start(
                                        "serai.store.url=" + database,
                                        "serai.store.user=" + Engines.postgres().user(),
                                        "serai.bus.brokers=127.0.0.1:9"))
                .rootCause()
                .hasMessageContaining("serai.bus.brokers");
    }

    @Test
    void afterItsConnectionBrokeTheHubTakesTheStoreAgain() throws Exception {
        int before = holder();

        node.sql().sql("select pg_terminate_backend(?)").param(before).query().singleRow();

        BusNode.soon().until(() -> holders().stream().anyMatch(it -> it != before));
        assertThat(node.isRunning()).isTrue();
        assertThatThrownBy(this::start).rootCause().hasMessageContaining("serai.bus.brokers");
    }

    @Test
    void aHubWhoseStoreWasTakenByAnotherStepsDown() throws Exception {
        try (Connection other =
                        DriverManager.getConnection(database, Engines.postgres().user(), "");
                Statement sql = other.createStatement()) {
            sql.execute(
                    "select pg_terminate_backend("
                            + holder()
                            + "); select pg_advisory_lock("
                            + 0x5345_5241_49L
                            + ")");

            BusNode.soon().until(() -> !node.isRunning());
        }
    }

    private int holder() {
        return holders().getFirst();
    }

    private List<Integer> holders() {
        return node.sql()
                .sql(
                        "select pid from pg_locks where locktype = 'advisory' and granted and"
                                + " database = (select oid from pg_database where datname ="
                                + " current_database())")
                .query(Integer.class)
                .list();
    }
}
