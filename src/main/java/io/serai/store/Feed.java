package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Types;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Every event in one order, oldest first, for readers who come back with a {@link Cursor}. What was
 * not there when a cursor was handed out only ever appears after it.
 *
 * <p>H2 has one writer, so its events are numbered in the order of their commits. On PostgreSQL
 * several nodes write and a number drawn earlier may become visible later; there the order is that
 * of (transaction, number), and nothing is shown while a transaction that began earlier still runs.
 */
@Component
public class Feed {

    /** Rows one query looks at when not all of them are wanted. */
    private static final int SCAN = 5_000;

    /** Characters of JSON after which a page ends, however few events it has. */
    private static final long LARGEST = 4_000_000;

    /** Nothing that is committed later can come before these. */
    private static final String SETTLED =
            "tx < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + tx_offset from"
                    + " store)";

    private static final String COLUMNS =
            "position, id, type, source, subject, conversation, seq, time, status, reason,"
                    + " traceparent, case when %s then body end as body";

    private static final List<String> MESSAGES =
            List.of(Types.MESSAGE_RECEIVED, Types.MESSAGE_SENT);

    /** Takes a row that is wanted. */
    private interface Taker {
        void take(Cursor place, ResultSet row, String body) throws SQLException;
    }

    private record Read(Cursor last, boolean more) {}

    private final Replica replica;
    private final boolean byTransaction;
    private volatile @Nullable Cursor start;

    Feed(Replica replica, StoreSettings settings) {
        this.replica = replica;
        this.byTransaction = settings.shared();
    }

    /**
     * An event and the place right after it.
     *
     * @param cursor to go on from
     * @param event what happened
     */
    public record Entry(Cursor cursor, Event event) {}

    /**
     * Some of the feed.
     *
     * @param entries oldest first
     * @param cursor to go on from; past events that were not asked for, too
     * @param more whether there is certainly something to look at after the cursor
     */
    public record Slice(List<Entry> entries, Cursor cursor, boolean more) {}

    /**
     * Some of the feed's messages.
     *
     * @param messages oldest first
     * @param cursor to go on from
     * @param more whether there is certainly something to look at after the cursor
     */
    public record Messages(List<Message> messages, Cursor cursor, boolean more) {}

    /** The place before the first event. */
    public Cursor start() {
        Cursor known = start;
        if (known == null) {
            UUID id =
                    replica.store()
                            .queryForObject(
                                    "select id from store",
                                    (row, n) -> UUID.fromString(row.getString(1)));
            known = Cursor.start(id == null ? 0 : id.getMostSignificantBits());
            start = known;
        }
        return known;
    }

    /** The place after the last event that can be read now. */
    public Cursor end() {
        Cursor first = start();
        String sql =
                byTransaction
                        ? "select tx, position, id from event where "
                                + SETTLED
                                + " order by tx desc, position desc limit 1"
                        : "select 0 as tx, position, id from event order by position desc limit 1";
        return replica.store().query(sql, (row, n) -> place(first, row)).stream()
                .findFirst()
                .orElse(first);
    }

    /**
     * What follows a cursor.
     *
     * @param types beginnings of the event types that are wanted; none: all of them. Letters,
     *     digits, dots and hyphens only
     * @param limit events at most
     * @throws CursorGone if it is not known what follows it
     */
    public Slice after(Cursor cursor, List<String> types, int limit) {
        return replica.read(
                jdbc -> {
                    List<Entry> entries = new ArrayList<>();
                    Taker taker =
                            (place, row, body) -> entries.add(new Entry(place, event(row, body)));
                    Read read = read(jdbc, cursor, types, limit, taker);
                    return new Slice(entries, read.last, read.more);
                });
    }

    /**
     * The messages that follow a cursor.
     *
     * @throws CursorGone if it is not known what follows it
     */
    public Messages messages(Cursor cursor, int limit) {
        return replica.read(
                jdbc -> {
                    List<Message> messages = new ArrayList<>();
                    Taker taker = (place, row, body) -> messages.add(Rows.message(row));
                    Read read = read(jdbc, cursor, MESSAGES, limit, taker);
                    return new Messages(messages, read.last, read.more);
                });
    }

    private Read read(
            JdbcTemplate jdbc, Cursor cursor, List<String> types, int limit, Taker taker) {
        if (cursor.store() != start().store()) {
            throw new CursorGone("The cursor is of another store");
        }
        List<Object> parameters = new ArrayList<>(types.stream().map(type -> type + '%').toList());
        String wanted =
                types.isEmpty()
                        ? "true"
                        : String.join(" or ", types.stream().map(type -> "type like ?").toList());
        if (byTransaction) {
            parameters.add(cursor.tx());
        }
        parameters.add(cursor.position());
        // One row for the cursor's own event and one to see whether there is more.
        int rows = Math.max(limit, types.isEmpty() ? 0 : SCAN) + 2;
        parameters.add(rows);
        String sql =
                byTransaction
                        ? "select tx, "
                                + COLUMNS.formatted(wanted)
                                + " from event where (tx, position) >= (?, ?) and "
                                + SETTLED
                                + " order by tx, position limit ?"
                        : "select 0 as tx, "
                                + COLUMNS.formatted(wanted)
                                + " from event where position >= ? order by position limit ?";
        ResultSetExtractor<Read> read = found -> read(found, cursor, limit, rows, taker);
        return Objects.requireNonNull(jdbc.query(sql, read, parameters.toArray()));
    }

    private static Read read(ResultSet found, Cursor from, int limit, int rows, Taker taker)
            throws SQLException {
        if (!from.isStart() && !(found.next() && place(from, found).equals(from))) {
            throw new CursorGone("The event that the cursor follows is not in the store");
        }
        Cursor last = from;
        int seen = from.isStart() ? 0 : 1;
        int taken = 0;
        long size = 0;
        while (found.next()) {
            String body = found.getString("body");
            if (body != null && (taken == limit || size > LARGEST)) {
                return new Read(last, true);
            }
            seen++;
            last = place(from, found);
            if (body != null) {
                size += body.length();
                taken++;
                taker.take(last, found, body);
            }
        }
        return new Read(last, seen == rows);
    }

    private static Cursor place(Cursor sameStore, ResultSet row) throws SQLException {
        return sameStore.at(
                row.getLong("tx"), row.getLong("position"), UUID.fromString(row.getString("id")));
    }

    private static Event event(ResultSet row, String body) throws SQLException {
        String conversation = row.getString("conversation");
        return new Event(
                row.getString("id"),
                row.getString("source"),
                row.getString("type"),
                conversation == null ? row.getString("subject") : conversation,
                Rows.instant(row, "time"),
                row.getString("traceparent"),
                conversation == null
                        ? Json.read(body, JsonNode.class)
                        : Json.MAPPER.valueToTree(Rows.message(row)));
    }
}
