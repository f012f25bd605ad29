package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

/**
 * A store that comes from a backup shows a moment long past: what was under way then has mostly
 * been done since. So it is not done again. A message that was to be sent counts as one whose
 * outcome is unknown, and what the bot had not answered yet goes to a human.
 */
final class Restored {

    private static final Logger log = LoggerFactory.getLogger(Restored.class);

    /** Where the database is, so that the same rows elsewhere are known for a copy. */
    private static final String HERE =
            "select case when has_function_privilege('pg_control_system()', 'execute') then (select"
                + " system_identifier from pg_control_system()) else 0 end || '.' || (select oid"
                + " from pg_database where datname = current_database()) || '.' ||"
                + " 'store'::regclass::oid";

    private static final String SENDS =
            "update outbox set holder = null, until = timestamp with time zone '2000-01-01"
                    + " 00:00:00+00'";

    private static final String ARRIVALS =
            "update conversation set handled_seq = inbound_seq, fence = fence + 1, since ="
                + " current_timestamp, owner = case when owner in ('bot', 'closed') then 'queue'"
                + " else owner end where handled_seq < inbound_seq";

    /** What systems were asked to do since then is not asked of them again unknowingly. */
    private static final String COMMANDS = "update command set begun = true where due is not null";

    /** What was begun is looked for in the other ticket system before it is told again. */
    private static final String TICKETS = "update ticket_outbox set attempts = attempts + 1";

    private Restored() {}

    /** Looks whether it is, before anything of the hub runs on it, and settles it once. */
    static void settle(StoreSettings settings, DataSource source) {
        JdbcTemplate jdbc = new JdbcTemplate(source);
        Path mark = mark(settings);
        boolean marked = mark != null && mark.toFile().exists();
        new TransactionTemplate(new JdbcTransactionManager(source))
                .executeWithoutResult(
                        status -> {
                            if (marked || (settings.shared() && moved(jdbc))) {
                                settle(jdbc);
                            }
                        });
        if (mark != null) {
            remove(mark);
        }
    }

    /** The file that a backup brings along; null where there is none. */
    static @Nullable Path mark(StoreSettings settings) {
        Path file = settings.file();
        return file == null ? null : file.resolveSibling(file.getFileName() + ".restored");
    }

    /** Of several nodes that start at once, one finds out. */
    private static boolean moved(JdbcTemplate jdbc) {
        jdbc.execute("lock table store in exclusive mode");
        String here = jdbc.queryForObject(HERE, String.class);
        String home = jdbc.queryForObject("select home from store", String.class);
        if (here == null || here.equals(home)) {
            return false;
        }
        jdbc.update("update store set home = ?", here);
        return home != null;
    }

    private static void settle(JdbcTemplate jdbc) {
        int sends = jdbc.update(SENDS);
        int arrivals = jdbc.update(ARRIVALS);
        jdbc.update(COMMANDS);
        jdbc.update(TICKETS);
        log.warn(
                "The store was restored from a backup. Of {} messages it is unknown whether they"
                        + " were sent since, and {} conversations wait for an agent, who sees what"
                        + " was answered",
                sends,
                arrivals);
    }

    private static void remove(Path mark) {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
