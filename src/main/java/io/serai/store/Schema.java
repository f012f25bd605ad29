package io.serai.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import java.util.Arrays;

/**
 * The tables. Migrations only ever go forward: those in {@code db/migration} are for every
 * database, those in {@code db/vendor} for one.
 */
final class Schema {

    private Schema() {}

    /**
     * Where the migrations for this database are. On PostgreSQL they get connections of their own:
     * one may well take longer than {@code serai.store.timeout} grants a statement.
     */
    static FluentConfiguration configure(FluentConfiguration flyway, StoreSettings settings) {
        String vendor = settings.shared() ? "postgresql" : "h2";
        if (settings.shared()) {
            flyway.dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                    .connectRetries(Math.toIntExact(settings.startWait().toSeconds()))
                    .connectRetriesInterval(1);
        }
        return flyway.locations("classpath:db/migration", "classpath:db/vendor/" + vendor)
                .ignoreMigrationPatterns("*:ignored");
    }

    /**
     * Brings the tables up to date.
     *
     * @throws StoreUnusable if they were made by a later version of the hub
     */
    static void migrate(StoreSettings settings, Flyway flyway) {
        Arrays.stream(flyway.info().applied())
                .filter(migration -> migration.getState().isApplied())
                .filter(migration -> !migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .findFirst()
                .ifPresent(
                        version -> {
                            throw new StoreUnusable(
                                    "The store has schema version "
                                            + version
                                            + ", which this hub does not know: it was made by a"
                                            + " later one. Start that one, or restore the backup"
                                            + " taken before the upgrade",
                                    null);
                        });
        BeforeMigration.migrate(settings, flyway);
    }
}
