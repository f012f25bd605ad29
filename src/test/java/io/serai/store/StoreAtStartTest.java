package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;

import io.serai.Beside;
import io.serai.HubProcess;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The whole hub, started on a store that is not as it should be. */
@Beside
class StoreAtStartTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir private Path folder;

    @Test
    void aStoreOfALaterHubIsRefusedAndSaysSo() throws Exception {
        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            LaterSchema.pretend(store.source());
        }

        try (HubProcess hub = new HubProcess(folder)) {
            hub.launch();

            assertThat(hub.awaitGone(LIMIT)).isNotZero();
            assertThat(hub.log())
                    .contains("schema version 9000, which this hub does not know")
                    .contains("restore the backup taken before the upgrade")
                    .doesNotContain("at io.serai.store");
        }
    }

    @Test
    void aStoreOfTheFirstHubIsMigratedAndServed() throws Exception {
        StoreSettings settings = LedgerOnDisk.settings(folder);
        try (var source = (HikariDataSource) new StoreConfiguration().dataSource(settings)) {
            FirstSchema.make(settings, source);
        }

        try (HubProcess hub = new HubProcess(folder).start()) {
            hub.terminate();
            assertThat(hub.awaitGone(LIMIT)).isEqualTo(143);
        }

        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            assertThat(store.words(FirstSchema.ZHANG.conversation())).startsWith("怎么退货", "这样退");
        }
    }

    @Test
    void aDatabaseThatComesUpLaterIsWaitedFor() throws Exception {
        try (Postgres postgres = Engines.newPostgres()) {
            String url = postgres.freshDatabase();
            postgres.stop();
            try (HubProcess hub = onPostgres(postgres, url, "60s")) {
                hub.launch();
                await().atMost(LIMIT)
                        .until(() -> hub.log().contains("(serai.store.url) cannot be reached: "));

                postgres.start();

                await().atMost(LIMIT).failFast(() -> !hub.handle().isAlive()).until(hub::isReady);
            }
        }
    }

    @Test
    void aDatabaseThatDoesNotComeUpEndsTheHubWithAClearWord() throws Exception {
        try (Postgres postgres = Engines.newPostgres()) {
            String url = postgres.freshDatabase();
            postgres.stop();
            try (HubProcess hub =
                    onPostgres(postgres, url + "?options=-csearch_path=secret", "1s")) {
                hub.launch();

                assertThat(hub.awaitGone(LIMIT)).isNotZero();
                assertThat(hub.log())
                        .contains(
                                "The store at "
                                        + url
                                        + " (serai.store.url) could not be reached for 1 s")
                        .contains("Start it or correct serai.store.url")
                        .doesNotContain("secret")
                        .doesNotContain("at io.serai.store");
            }
        }
    }

    @Test
    void aDatabaseThatIsNotThereByThatNameIsNotWaitedFor() throws Exception {
        Postgres postgres = Engines.postgres();
        try (HubProcess hub =
                onPostgres(postgres, postgres.url().replace("/postgres", "/nowhere"), "1h")) {
            hub.launch();

            assertThat(hub.awaitGone(LIMIT)).isNotZero();
            assertThat(hub.log()).contains("Correct serai.store.url, serai.store.user");
        }
    }

    @Test
    void aStandbyIsWaitedForAsIfNobodyWereThere() throws SQLException {
        Postgres postgres = Engines.postgres();
        String url = postgres.freshDatabase();
        asOwner(
                postgres,
                url,
                "do $$ begin execute format('alter database %I set"
                        + " default_transaction_read_only = on', current_database()); end $$");
        Duration soon = Duration.ofSeconds(1);
        StoreSettings settings =
                new StoreSettings(url, postgres.user(), "", 4, 256, 50_000, soon, soon);

        assertThatThrownBy(() -> FirstConnection.open(settings))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("(serai.store.url) could not be reached for 1 s")
                .hasMessageContaining("takes no writes, as a standby does");
    }

    @Test
    void connectionsThatOthersHoldAreWaitedFor() throws Exception {
        Postgres postgres = Engines.postgres();
        String url = postgres.freshDatabase();
        try (Connection admin = DriverManager.getConnection(url, postgres.user(), "");
                Statement sql = admin.createStatement()) {
            sql.execute("create role crowded login connection limit 2");
            Connection other = DriverManager.getConnection(url, "crowded", "");
            StoreSettings settings = LedgerOnDisk.settings(url, "crowded", "");

            var opened =
                    CompletableFuture.supplyAsync(
                            () -> new StoreConfiguration().dataSource(settings));
            await().until(() -> connections(sql, "crowded") == 2);
            other.close();

            ((HikariDataSource) opened.get(60, TimeUnit.SECONDS)).close();
        }
    }

    @Test
    void aUserWhoMayMakeNoTablesIsNamed() throws SQLException {
        Postgres postgres = Engines.postgres();
        String url = postgres.freshDatabase();
        asOwner(
                postgres,
                url,
                "create role guest login",
                "revoke create on schema public from public");

        Opening opening = Opening.begin(LedgerOnDisk.settings(url, "guest", ""));

        assertThatThrownBy(opening::tables)
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining(url + " (serai.store.url) does not let user guest")
                .hasMessageContaining("permission denied for schema public. Make that user the");
    }

    @Test
    void tooFewConnectionsForTheTablesAreTold() throws SQLException {
        Postgres postgres = Engines.postgres();
        String url = postgres.freshDatabase();
        asOwner(postgres, url, "create role narrow login connection limit 1");
        Duration none = Duration.ZERO;
        Duration time = Duration.ofSeconds(10);

        Opening opening =
                Opening.begin(new StoreSettings(url, "narrow", "", 4, 256, 50_000, none, time));

        assertThatThrownBy(opening::tables)
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("too many connections")
                .hasMessageContaining("It needs up to 7 connections (serai.store.connections");
    }

    @Test
    void aSecondHubOnAStoreForOneIsToldWithoutAStackTrace() throws Exception {
        Postgres postgres = Engines.postgres();
        String url = postgres.freshDatabase();
        try (Connection other = DriverManager.getConnection(url, postgres.user(), "");
                Statement sql = other.createStatement()) {
            sql.execute("select pg_advisory_lock(" + 0x5345_5241_49L + ")");
            try (HubProcess hub = onPostgres(postgres, url, "60s")) {
                hub.launch();

                assertThat(hub.awaitGone(LIMIT)).isNotZero();
                assertThat(hub.log())
                        .contains("Another hub runs on this store")
                        .doesNotContain("at io.serai.store");
            }
        }
    }

    private static void asOwner(Postgres postgres, String url, String... statements)
            throws SQLException {
        try (Connection owner = DriverManager.getConnection(url, postgres.user(), "");
                Statement sql = owner.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    private static int connections(Statement sql, String role) throws SQLException {
        try (ResultSet row =
                sql.executeQuery(
                        "select count(*) from pg_stat_activity where usename = '" + role + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aFolderThatCannotBeIsNotWaitedFor() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "no folder");
        String url = "jdbc:h2:file:" + file.resolve("serai");
        try (HubProcess hub =
                new HubProcess(folder, "serai.store.url=" + url, "serai.store.start-wait=1h")) {
            hub.launch();

            assertThat(hub.awaitGone(LIMIT)).isNotZero();
            assertThat(hub.log())
                    .contains("The store at " + url + " (serai.store.url) cannot be opened: ")
                    .contains("Correct serai.store.url")
                    .doesNotContain("at io.serai.store");
        }
    }

    @Test
    void aFileThatMayOnlyBeReadIsNotWaitedFor() throws Exception {
        new LedgerOnDisk(folder).close();
        // Whoever runs this may write everything, so that it is H2 that is told to write nothing.
        StoreSettings settings =
                new StoreSettings(
                        "jdbc:h2:file:" + folder.resolve("serai") + ";ACCESS_MODE_DATA=r",
                        "serai",
                        "",
                        4,
                        256,
                        50_000,
                        Duration.ofHours(1),
                        Duration.ofSeconds(1));

        assertThatThrownBy(() -> FirstConnection.open(settings))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("its file may only be read")
                .hasMessageContaining("let the hub write there");
    }

    @Test
    void aDatabaseThatTheHubDoesNotKnowIsNotWaitedFor() {
        StoreSettings mistyped =
                new StoreSettings(
                        "jdbc:postgres://db/serai?password=secret",
                        "serai",
                        "",
                        8,
                        1024,
                        50_000,
                        Duration.ofHours(1),
                        LIMIT);

        assertThatThrownBy(() -> FirstConnection.open(mistyped))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("jdbc:postgres://db/serai (serai.store.url)")
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageNotContaining("secret");
    }

    private HubProcess onPostgres(Postgres postgres, String url, String wait) {
        return new HubProcess(
                folder,
                "serai.store.url=" + url,
                "serai.store.user=" + postgres.user(),
                "serai.store.password=" + postgres.password(),
                "serai.store.start-wait=" + wait);
    }
}
