package io.serai.store;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

/**
 * Statements that change something and go to the database one after another. PostgreSQL is sent all
 * of them at once and waited for once: each wait is two changes of process, which on a busy machine
 * is most of a commit's time.
 */
final class Script {

    private final JdbcTemplate jdbc;
    private final StringJoiner sql = new StringJoiner("; ");
    private final List<Object> values = new ArrayList<>();

    Script(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(String statement, Object[] values) {
        sql.add(statement);
        Collections.addAll(this.values, values);
    }

    /** Ends the transaction with what was added, which spares a wait; none if nothing was. */
    void commit() {
        if (sql.length() > 0) {
            sql.add("commit");
        }
    }

    /** Runs what was added; the first statement that fails ends it. */
    void run() {
        if (sql.length() > 0) {
            jdbc.update(sql.toString(), values.toArray());
        }
    }
}
