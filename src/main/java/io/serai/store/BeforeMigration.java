package io.serai.store;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.zip.ZipInputStream;

/**
 * A copy of H2's file while its tables are brought up to date. H2 commits each change of a table by
 * itself, so that a migration which was cut off could neither go on nor begin again: the next start
 * puts the copy back first. The file says meanwhile that it is being migrated, so that another one
 * in its place is left alone. PostgreSQL takes back by itself what was cut off.
 */
final class BeforeMigration {

    private static final Logger log = LoggerFactory.getLogger(BeforeMigration.class);

    /** A schema that is there while a migration goes on; a table would make the store look used. */
    private static final String MARK = "migrating";

    private BeforeMigration() {}

    /** Migrates, on H2 behind a copy. */
    static void migrate(StoreSettings settings, Flyway flyway) {
        Path copy = beside(settings, ".before-migration.zip");
        if (copy == null || flyway.info().pending().length == 0) {
            flyway.migrate();
            return;
        }
        try {
            JdbcTemplate jdbc =
                    new JdbcTemplate(
                            Objects.requireNonNull(flyway.getConfiguration().getDataSource()));
            make(copy, jdbc);
            flyway.migrate();
            jdbc.execute("drop schema " + MARK);
            Files.delete(copy);
        } catch (IOException | DataAccessException e) {
            throw new StoreUnusable(
                    "The store is copied to "
                            + copy
                            + " while its tables are brought up to date, and cannot be: "
                            + e.getMessage()
                            + ". Make room there, or let the hub write there",
                    e);
        }
    }

    private static void make(Path copy, JdbcTemplate jdbc) throws IOException {
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        jdbc.execute("drop schema if exists " + MARK);
        jdbc.update("backup to ?", part.toString());
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        jdbc.execute("create schema " + MARK);
    }

    /**
     * Takes back a migration that was cut off, before the file is opened. Not in a file that
     * another process has, which may be migrating it, nor in one that somebody put there since.
     */
    static void undo(StoreSettings settings) {
        Path copy = beside(settings, ".before-migration.zip");
        Path file = beside(settings, ".mv.db");
        if (copy == null || file == null || !Files.exists(copy) || !Files.exists(file)) {
            return;
        }
        try {
            if (!isBeingMigrated(settings)) {
                keep(copy);
                return;
            }
            try (FileChannel store = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (store.tryLock() == null) {
                    return;
                }
                log.warn(
                        "The store's tables were being brought up to date when the hub ended; it"
                                + " is put back as it was before, and they are again");
                putBack(copy, store);
            }
            Files.delete(copy);
        } catch (SQLException e) {
            log.debug("Who opens the store next is told why it cannot be");
        } catch (OverlappingFileLockException e) {
            log.debug("The store is open in this process");
        } catch (IOException e) {
            throw new StoreUnusable(
                    "The store cannot be put back from %s to before its tables were brought up to date: %s"
                            .formatted(copy, e.getMessage()),
                    e);
        }
    }

    /** The next migration's copy would take its place, and there may be no other of that store. */
    private static void keep(Path copy) throws IOException {
        Path kept =
                copy.resolveSibling(
                        copy.getFileName() + "." + Files.getLastModifiedTime(copy).toMillis());
        Files.move(copy, kept);
        log.warn(
                "The store that is there now is not the one whose migration was cut off. A copy of"
                        + " that one is kept as {}; delete it if nobody needs it",
                kept);
    }

    private static boolean isBeingMigrated(StoreSettings settings) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                settings.jdbcUrl(), settings.user(), settings.password());
                ResultSet mark = connection.getMetaData().getSchemas(null, MARK)) {
            return mark.next();
        }
    }

    private static void putBack(Path copy, FileChannel store) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(copy))) {
            zip.getNextEntry();
            store.truncate(0);
            zip.transferTo(Channels.newOutputStream(store));
            store.force(true);
        }
    }

    private static @Nullable Path beside(StoreSettings settings, String ending) {
        Path file = settings.file();
        return file == null ? null : file.resolveSibling(file.getFileName() + ending);
    }
}
