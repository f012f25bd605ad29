package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL goes away while units are committed, and comes back. */
@Beside
class StoreOutageTest {

    /** How it goes away, and how it comes back. */
    enum Outage {
        STOP {
            @Override
            void begin(Postgres postgres) {
                postgres.stop();
            }
        },
        KILL {
            @Override
            void begin(Postgres postgres) {
                postgres.kill();
            }
        },
        FREEZE {
            @Override
            void begin(Postgres postgres) {
                postgres.freeze();
            }

            @Override
            void end(Postgres postgres) {
                postgres.thaw();
            }
        },
        READ_ONLY {
            @Override
            void begin(Postgres postgres) {
                say(postgres, "alter system set default_transaction_read_only = on");
                say(postgres, "select pg_reload_conf()");
            }

            @Override
            void end(Postgres postgres) {
                say(
                        postgres,
                        "set default_transaction_read_only = off",
                        "alter system reset default_transaction_read_only");
                say(postgres, "select pg_reload_conf()");
            }
        },
        /** As of a standby that a name still led to: what was opened meanwhile never may write. */
        READ_ONLY_CONNECTIONS {
            @Override
            void begin(Postgres postgres) {
                say(postgres, "alter database serai_1 set default_transaction_read_only = on");
                say(
                        postgres,
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where datname = 'serai_1'");
            }

            @Override
            void end(Postgres postgres) {
                say(postgres, "alter database serai_1 reset default_transaction_read_only");
            }
        };

        abstract void begin(Postgres postgres);

        void end(Postgres postgres) {
            postgres.start();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereAndWhoWasRefusedSucceedsAfterwards(Outage outage) {
        AtomicInteger recoveries = new AtomicInteger();
        try (Postgres postgres = Engines.newPostgres();
                LedgerOnDisk store = new LedgerOnDisk(settings(postgres), counting(recoveries));
                Talkers talkers = new Talkers(store.ledger(), 4)) {
            talkers.awaitMore(50);

            outage.begin(postgres);
            talkers.awaitRefusals();
            outage.end(postgres);
            talkers.awaitMore(50);

            await().untilAsserted(() -> assertThat(recoveries).hasPositiveValue());
            talkers.hush();

            talkers.audit(store, talkers.acknowledged());
        }
    }

    @Test
    void aLockThatSomebodyElseHoldsLeavesNoStatementWaitingForIt() throws SQLException {
        try (Postgres postgres = Engines.newPostgres()) {
            StoreSettings settings = settings(postgres);
            try (LedgerOnDisk store = new LedgerOnDisk(settings, counting(new AtomicInteger()));
                    Talkers talkers = new Talkers(store.ledger(), 4)) {
                talkers.awaitMore(50);

                try (Connection somebody = connect(settings.url(), postgres)) {
                    somebody.setAutoCommit(false);
                    somebody.createStatement().execute("lock table event");
                    for (int i = 0; i < 3; i++) {
                        talkers.awaitRefusals();
                    }
                    assertThat(waiting(postgres)).isLessThanOrEqualTo(1);
                }

                talkers.awaitMore(50);
                talkers.hush();
                talkers.audit(store, talkers.acknowledged());
            }
        }
    }

    private static int waiting(Postgres postgres) throws SQLException {
        try (Connection connection = connect(postgres.url(), postgres);
                ResultSet row =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select count(*) from pg_stat_activity where"
                                                + " wait_event_type = 'Lock'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void say(Postgres postgres, String... statements) {
        try (Connection connection = connect(postgres.url(), postgres)) {
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(String url, Postgres postgres) throws SQLException {
        return DriverManager.getConnection(url, postgres.user(), postgres.password());
    }

    private static StoreSettings settings(Postgres postgres) {
        return new StoreSettings(
                postgres.freshDatabase(),
                postgres.user(),
                postgres.password(),
                4,
                256,
                50_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    private static LedgerListener counting(AtomicInteger recoveries) {
        return new LedgerListener() {
            @Override
            public void committed(List<Change> changes) {}

            @Override
            public void recovered() {
                recoveries.incrementAndGet();
            }
        };
    }
}
