package io.serai.business;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a source of business events brought and the hub could not take: kept, with its reason. */
@Component
class DeadEvents {

    private static final int LONGEST = 65_536;
    private static final int LONGEST_ENTRY = 360;
    private static final String SELECT =
            "select id, door, entry, body, reason, time, replayed from dead_event ";

    private final JdbcClient sql;
    private final Clock clock;

    DeadEvents(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param door what brought it: redis, kafka or jdbc
     * @param entry what it is called there
     * @param body as it came
     * @param reason in a line
     * @param replayed when it was put through after all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeadEvent(
            String id,
            String door,
            String entry,
            String body,
            String reason,
            Instant time,
            @Nullable Instant replayed) {}

    /**
     * Keeps it, durable when it returns; once for each entry and body. An entry is another's when a
     * topic was made anew, or a row was changed.
     *
     * @return false if it was there before
     */
    boolean keep(String door, String entry, String body, String reason) {
        String kept =
                (body.length() <= LONGEST ? body : body.substring(0, LONGEST)).replace("\0", "");
        String name = entry.length() <= LONGEST_ENTRY ? entry : marked(entry, entry);
        name = name.replace("\0", "");
        return insert(door, name, kept, reason)
                || (!kept.equals(body(door, name))
                        && insert(door, marked(name, name + kept), kept, reason));
    }

    private String body(String door, String entry) {
        return sql.sql("select body from dead_event where door = ? and entry = ?")
                .params(door, entry)
                .query(String.class)
                .single();
    }

    private boolean insert(String door, String entry, String body, String reason) {
        try {
            sql.sql(
                            "insert into dead_event (id, door, entry, body, reason, time) values"
                                    + " (?, ?, ?, ?, ?, ?)")
                    .params(
                            UUID.randomUUID(),
                            door,
                            entry,
                            body,
                            reason.length() <= 200 ? reason : reason.substring(0, 200),
                            now())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            // Kept before, and not acknowledged in time, or read again by a look that goes back.
            return false;
        }
    }

    /** Its beginning if it is too long, such as a row's id, and what tells it from others. */
    private static String marked(String entry, String all) {
        return entry.substring(0, Math.min(entry.length(), LONGEST_ENTRY))
                + '#'
                + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    }

    /** The latest first, and behind all others what was put through. */
    List<DeadEvent> latest(int limit) {
        List<DeadEvent> all = new ArrayList<>(latest("replayed is null", limit));
        all.addAll(latest("replayed is not null", limit - all.size()));
        return all;
    }

    private List<DeadEvent> latest(String which, int limit) {
        return sql.sql(SELECT + "where " + which + " order by time desc limit ?")
                .param(limit)
                .query((row, n) -> dead(row))
                .list();
    }

    Optional<DeadEvent> find(UUID id) {
        return sql.sql(SELECT + "where id = ?").param(id).query((row, n) -> dead(row)).optional();
    }

    void replayed(UUID id) {
        sql.sql("update dead_event set replayed = ? where id = ?").params(now(), id).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static DeadEvent dead(java.sql.ResultSet row) throws java.sql.SQLException {
        OffsetDateTime replayed = row.getObject(7, OffsetDateTime.class);
        return new DeadEvent(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                replayed == null ? null : replayed.toInstant());
    }
}
