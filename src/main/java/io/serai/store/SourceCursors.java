package io.serai.store;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How far each source of events has been read, for all nodes on this store, and whose turn it is to
 * read on. Each position is durable when it is saved.
 */
@Component("sourceCursors")
public class SourceCursors {

    private final JdbcClient sql;
    private final Clock clock;

    SourceCursors(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Takes the turn to read a source, if no node has taken it for so long: of several nodes that
     * ask at the same time, one is told so.
     */
    public boolean turn(String name, Duration every) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int taken =
                sql.sql("update source_cursor set turn = ? where name = ? and turn <= ?")
                        .params(now, name, now.minus(every))
                        .update();
        return taken == 1 || (position(name).isEmpty() && first(name, now));
    }

    private boolean first(String name, OffsetDateTime now) {
        try {
            return sql.sql("insert into source_cursor (name, content, turn) values (?, '', ?)")
                            .params(name, now)
                            .update()
                    == 1;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /**
     * For routes: {@link #turn} for who looks every so often. Timers of nodes differ a little, so a
     * tenth less will do. While the store is away, which it says itself, it is nobody's turn.
     *
     * @param every such as {@code 5m}
     */
    public boolean mayRead(String name, String every) {
        Duration rest = DurationStyle.detectAndParse(every).multipliedBy(9).dividedBy(10);
        try {
            return turn(name, rest);
        } catch (DataAccessException e) {
            if (StoreAway.is(e)) {
                return false;
            }
            throw e;
        }
    }

    /** For routes: the position, empty if nothing was ever read. */
    public String at(String name) {
        return position(name).orElse("");
    }

    /** The position that was saved last; empty text if a turn was taken and nothing saved yet. */
    public Optional<String> position(String name) {
        return sql.sql("select content from source_cursor where name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** Saves how far a source has been read. */
    public void save(String name, String position) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int updated =
                sql.sql("update source_cursor set content = ? where name = ?")
                        .params(position, name)
                        .update();
        if (updated == 0) {
            sql.sql("insert into source_cursor (name, content, turn) values (?, ?, ?)")
                    .params(name, position, now)
                    .update();
        }
    }
}
