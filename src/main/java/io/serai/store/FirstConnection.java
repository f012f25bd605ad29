package io.serai.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * The first connection of a hub that starts. After a power cut everything comes up at once, and the
 * database may come last: it is waited for, but not for ever.
 */
final class FirstConnection {

    private static final Logger log = LoggerFactory.getLogger(FirstConnection.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** SQL states: who connects is not let in, or there is no such database. */
    private static final String NO_ENTRY = "28";

    private static final String NO_DATABASE = "3D000";

    /** H2: another process has the file, perhaps a hub that is just ending. */
    private static final String IN_USE = "90020";

    private FirstConnection() {}

    /**
     * Opens it as soon as the database lets it.
     *
     * @throws StoreUnusable if it did not in time, or will not however long one waits
     */
    static Connection open(StoreSettings settings) {
        requireDriver(settings);
        long end = System.nanoTime() + settings.startWait().toNanos();
        while (true) {
            try {
                BeforeMigration.undo(settings);
                Connection connection =
                        DriverManager.getConnection(
                                settings.jdbcUrl(), settings.user(), settings.password());
                requireWrites(settings, connection);
                return connection;
            } catch (SQLException e) {
                long left = end - System.nanoTime();
                if (isFinal(settings, e) || left <= 0) {
                    throw new StoreUnusable(message(settings, e), e);
                }
                log.warn(
                        "The store at {} (serai.store.url) cannot be reached: {}. Trying for {} s"
                                + " more",
                        settings.shownUrl(),
                        reason(e),
                        Duration.ofNanos(left).toSeconds());
                LockSupport.parkNanos(Math.min(PAUSE.toNanos(), left));
            }
        }
    }

    /**
     * A standby that is to take over may not have been told so yet; a file that nobody may write H2
     * opens for reading.
     */
    private static void requireWrites(StoreSettings settings, Connection connection)
            throws SQLException {
        String question = settings.shared() ? "show transaction_read_only" : "call readonly()";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            if (row.next() && row.getBoolean(1)) {
                connection.close();
                throw new SQLException(
                        settings.shared()
                                ? "it takes no writes, as a standby does"
                                : "its file may only be read");
            }
        }
    }

    private static void requireDriver(StoreSettings settings) {
        try {
            DriverManager.getDriver(settings.jdbcUrl());
        } catch (SQLException e) {
            throw new StoreUnusable(
                    "There is no store at %s (serai.store.url): it begins with jdbc:postgresql://host or jdbc:h2:file:"
                            .formatted(settings.shownUrl()),
                    e);
        }
    }

    /** Of what keeps a file from being opened, only another process in it may pass. */
    private static boolean isFinal(StoreSettings settings, SQLException e) {
        return isRefusal(e) || (settings.file() != null && !IN_USE.equals(e.getSQLState()));
    }

    private static boolean isRefusal(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return state.startsWith(NO_ENTRY) || state.equals(NO_DATABASE);
    }

    private static String message(StoreSettings settings, SQLException e) {
        String what = "could not be reached for " + settings.startWait().toSeconds() + " s";
        String advice = "Start it or correct serai.store.url";
        if (isRefusal(e)) {
            what = "does not let user " + settings.user() + " in";
            advice = "Correct serai.store.url, serai.store.user or serai.store.password";
        } else if (isFinal(settings, e)) {
            what = "cannot be opened";
            advice = "Correct serai.store.url, or let the hub write there";
        }
        return "The store at %s (serai.store.url) %s: %s. %s"
                .formatted(settings.shownUrl(), what, reason(e), advice);
    }

    /** The first sentence of what the driver says. */
    private static String reason(SQLException e) {
        return String.valueOf(e.getMessage()).split("\\.\\s", 2)[0].lines().findFirst().orElse("");
    }
}
