package io.serai.publish;

import io.serai.event.Event;
import io.serai.event.Ids;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

/** The events in line for each subscriber, in the store. */
@Component
class Deliveries {

    private static final String INSERT =
            "insert into webhook_delivery (id, webhook, event, type, body, created, state, due,"
                    + " tries, attempts) values (?, ?, ?, ?, ?, ?, 'waiting', ?, 0, 0) on conflict"
                    + " do nothing";

    private final JdbcTemplate sql;
    private final TransactionTemplate transaction;

    Deliveries(DataSource source) {
        this.sql = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /**
     * What became of a parcel.
     *
     * @param parcel which
     * @param outcome how the call went
     * @param state {@code waiting}, {@code delivered} or {@code dead}
     * @param due when it is tried next, if it waits
     */
    record Settled(Parcel parcel, Outcome outcome, String state, Instant due) {}

    /**
     * Puts events in line and moves on in the feed, both or neither.
     *
     * @return false if this node holds the subscription no longer
     */
    boolean line(Webhook webhook, UUID holder, List<Event> events, String place, Instant now) {
        return Boolean.TRUE.equals(
                transaction.execute(
                        status -> {
                            int held =
                                    sql.update(
                                            "update webhook set place = ? where id = ? and holder ="
                                                    + " ? and until > ? and place = ?",
                                            place,
                                            webhook.id(),
                                            holder,
                                            Webhooks.time(now),
                                            webhook.place());
                            if (held > 0) {
                                insert(webhook.id(), events, now);
                            }
                            return held > 0;
                        }));
    }

    /** Puts events in line that are not of the feed. */
    void line(UUID webhook, Event event, Instant now) {
        insert(webhook, List.of(event), now);
    }

    /** Each at a moment of its own, so that the log can be read on from any of them. */
    private void insert(UUID webhook, List<Event> events, Instant now) {
        List<Object[]> rows = new ArrayList<>();
        for (Event event : events) {
            rows.add(
                    new Object[] {
                        UUID.fromString(Ids.next()),
                        webhook,
                        UUID.fromString(event.id()),
                        event.type(),
                        Json.write(event),
                        Webhooks.time(now.plus(rows.size(), ChronoUnit.MICROS)),
                        Webhooks.time(now)
                    });
        }
        sql.batchUpdate(INSERT, rows);
    }

    /** What is to be delivered now, the longest due first. */
    List<Parcel> due(UUID webhook, Instant now, int limit) {
        return sql.query(
                "select id, event, body, tries, attempts from webhook_delivery where webhook = ?"
                        + " and state = 'waiting' and due <= ? order by webhook, state, due limit"
                        + " ?",
                (row, n) ->
                        new Parcel(
                                uuid(row, 1),
                                uuid(row, 2),
                                row.getString(3),
                                row.getInt(4),
                                row.getInt(5)),
                webhook,
                Webhooks.time(now),
                limit);
    }

    /** When the next of them is due; null if none waits. */
    @Nullable Instant nextDue(UUID webhook) {
        Timestamp due =
                sql.queryForObject(
                        "select min(due) from webhook_delivery where webhook = ? and state ="
                                + " 'waiting'",
                        Timestamp.class,
                        webhook);
        return due == null ? null : due.toInstant();
    }

    /** How many are in a state, counted up to {@code most}. */
    int count(UUID webhook, String state, int most) {
        Integer count =
                sql.queryForObject(
                        "select count(*) from (select 1 as one from webhook_delivery where webhook"
                                + " = ? and state = ? limit ?) counted",
                        Integer.class,
                        webhook,
                        state,
                        most);
        return count == null ? 0 : count;
    }

    /** Notes what became of some, in one transaction. */
    void settle(List<Settled> settled) {
        transaction.executeWithoutResult(status -> settled.forEach(this::settle));
    }

    private void settle(Settled it) {
        // Another node that took it for dead has been there: its word stands.
        int first =
                sql.update(
                        "update webhook_delivery set state = ?, due = ?, tries = ?, attempts = ?"
                                + " where id = ? and attempts = ?",
                        it.state,
                        Webhooks.time(it.due),
                        it.parcel.tries() + 1,
                        it.parcel.attempts() + 1,
                        it.parcel.id(),
                        it.parcel.attempts());
        if (first > 0) {
            sql.update(
                    "insert into webhook_attempt (delivery, number, time, status, millis, error)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    it.parcel.id(),
                    it.parcel.attempts() + 1,
                    Webhooks.time(it.outcome.began()),
                    it.outcome.status(),
                    (int) it.outcome.took().toMillis(),
                    it.outcome.error());
        }
    }

    /** Puts one in line again; false if there is no such delivery. */
    boolean replay(UUID webhook, UUID delivery, Instant now) {
        return sql.update(
                        "update webhook_delivery set state = 'waiting', due = ?, tries = 0 where id"
                                + " = ? and webhook = ?",
                        Webhooks.time(now),
                        delivery,
                        webhook)
                > 0;
    }

    /** Puts in line again what was put in line since then and is over; how many. */
    int replay(UUID webhook, Instant since, boolean deliveredToo, Instant now) {
        return sql.update(
                "update webhook_delivery set state = 'waiting', due = ?, tries = 0 where webhook ="
                        + " ? and created >= ? and state in ('dead', ?)",
                Webhooks.time(now),
                webhook,
                Webhooks.time(since),
                deliveredToo ? "delivered" : "dead");
    }

    /** The log, the newest first. */
    List<Delivery> log(UUID webhook, @Nullable String state, Instant before, int limit) {
        String one = state == null ? "%" : state;
        List<Delivery> found =
                sql.query(
                        "select id, event, type, created, state, due from webhook_delivery where"
                            + " webhook = ? and created < ? and state like ? order by webhook desc,"
                            + " created desc limit ?",
                        (row, n) -> {
                            boolean waits = "waiting".equals(row.getString(5));
                            return new Delivery(
                                    uuid(row, 1),
                                    uuid(row, 2),
                                    row.getString(3),
                                    instant(row, 4),
                                    row.getString(5),
                                    waits ? instant(row, 6) : null,
                                    List.of());
                        },
                        webhook,
                        Webhooks.time(before),
                        one,
                        limit);
        return found.stream().map(it -> it.with(attempts(it.id()))).toList();
    }

    private List<Delivery.Attempt> attempts(UUID delivery) {
        return sql.query(
                "select number, time, status, millis, error from webhook_attempt where delivery = ?"
                        + " order by delivery, number",
                (row, n) ->
                        new Delivery.Attempt(
                                row.getInt(1),
                                instant(row, 2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getString(5)),
                delivery);
    }

    /** Forgets some of what is over and older; how many. */
    int forget(UUID webhook, Instant before, int limit) {
        List<UUID> old =
                sql.query(
                        "select id from webhook_delivery where webhook = ? and created < ? and"
                                + " state <> 'waiting' order by webhook, created limit ?",
                        (row, n) -> uuid(row, 1),
                        webhook,
                        Webhooks.time(before),
                        limit);
        List<Object[]> ids = old.stream().map(id -> new Object[] {id}).toList();
        sql.batchUpdate("delete from webhook_attempt where delivery = ?", ids);
        sql.batchUpdate("delete from webhook_delivery where id = ?", ids);
        return old.size();
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column)).toInstant();
    }
}
