package io.serai.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Commands as the table has them. */
final class CommandRows {

    private static final int MOST_LISTED = 200;
    private static final String SELECT =
            "select id, conversation, operation, subject, payload, requested_by, state, reference,"
                    + " reason, attempts, due, created, updated, begun, until, holder from command"
                    + " ";

    private final JdbcClient sql;

    CommandRows(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * A row.
     *
     * @param begun a call was made of which the outcome is not known, or may be under way
     * @param due when it is to be sent, null if nobody does by itself
     * @param until how long somebody may be sending it
     */
    record Row(
            Command command,
            State state,
            boolean begun,
            @Nullable Instant due,
            @Nullable Instant until,
            @Nullable UUID holder) {

        boolean heldAt(Instant now) {
            return until != null && until.isAfter(now);
        }
    }

    /** What a row becomes. */
    record Next(
            State state,
            @Nullable String reference,
            @Nullable String reason,
            boolean begun,
            @Nullable Instant due) {}

    Optional<Row> find(UUID id) {
        return one("where id = ?", id);
    }

    Optional<Row> locked(UUID id) {
        return one("where id = ? for update", id);
    }

    private Optional<Row> one(String where, UUID id) {
        return sql.sql(SELECT + where).param(id).query((row, n) -> row(row)).optional();
    }

    List<Row> of(UUID conversation) {
        return sql.sql(SELECT + "where conversation = ? order by created desc limit ?")
                .params(conversation, MOST_LISTED)
                .query((row, n) -> row(row))
                .list();
    }

    List<Row> due(Instant now, int most) {
        return sql.sql(
                        SELECT
                                + "where due <= ? and (until is null or until < ?) order by due"
                                + " limit ?")
                .params(at(now), at(now), most)
                .query((row, n) -> row(row))
                .list();
    }

    /** When there is something to do next. */
    Optional<Instant> nextDue() {
        OffsetDateTime next =
                sql.sql(
                                "select min(case when until > due then until else due end) from"
                                        + " command where due is not null")
                        .query(OffsetDateTime.class)
                        .optional()
                        .orElse(null);
        return Optional.ofNullable(next).map(OffsetDateTime::toInstant);
    }

    void insert(Command it) {
        sql.sql(
                        "insert into command (id, conversation, operation, subject, payload,"
                                + " requested_by, state, begun, attempts, due, created, updated)"
                                + " values (?, ?, ?, ?, ?, ?, ?, false, 0, ?, ?, ?)")
                .params(
                        UUID.fromString(it.id()),
                        UUID.fromString(it.conversation()),
                        it.operation(),
                        it.subject(),
                        Json.write(it.payload()),
                        it.by(),
                        it.state(),
                        at(it.created()),
                        at(it.created()),
                        at(it.updated()))
                .update();
    }

    /**
     * Takes it for one call, unless somebody else has it, or had it since it was seen. Durable
     * before the call is made.
     */
    boolean lease(Row seen, UUID holder, Instant now, Instant until) {
        return sql.sql(
                                "update command set holder = ?, until = ?, begun = true, attempts ="
                                    + " attempts + 1 where id = ? and attempts = ? and due <= ? and"
                                    + " (until is null or until < ?)")
                        .param(holder)
                        .param(at(until))
                        .param(UUID.fromString(seen.command().id()))
                        .param(seen.command().attempts())
                        .param(at(now))
                        .param(at(now))
                        .update()
                > 0;
    }

    void update(UUID id, Next next, Instant now) {
        sql.sql(
                        "update command set state = ?, reference = ?, reason = ?, begun = ?, due ="
                                + " ?, until = null, holder = null, updated = ? where id = ?")
                .param(next.state().word())
                .param(next.reference())
                .param(next.reason())
                .param(next.begun())
                .param(next.due() == null ? null : at(next.due()))
                .param(at(now))
                .param(id)
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        State state = State.of(row.getString(7));
        Instant due = instant(row, 11);
        String holder = row.getString(16);
        return new Row(
                new Command(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Json.read(row.getString(5), JsonNode.class),
                        row.getString(6),
                        state.word(),
                        row.getString(8),
                        row.getString(9),
                        row.getInt(10),
                        due == null && !state.isFinal(),
                        row.getObject(12, OffsetDateTime.class).toInstant(),
                        row.getObject(13, OffsetDateTime.class).toInstant()),
                state,
                row.getBoolean(14),
                due,
                instant(row, 15),
                holder == null ? null : UUID.fromString(holder));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
