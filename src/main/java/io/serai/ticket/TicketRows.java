package io.serai.ticket;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Tickets as the tables have them. */
final class TicketRows {

    static final String COLUMNS =
            "t.id, t.number, t.conversation, t.kind, t.rule, t.subject, t.status, t.priority,"
                    + " t.assignee, t.created_by, t.created, t.updated, t.kept_in, t.external,"
                    + " t.delivery, t.reason";

    private static final String SELECT = "select " + COLUMNS + " from ticket t ";

    private final JdbcClient sql;

    TicketRows(JdbcClient sql) {
        this.sql = sql;
    }

    Optional<Ticket> find(UUID id) {
        return one("where t.id = ?", id);
    }

    Optional<Ticket> locked(UUID id) {
        return one("where t.id = ? for update", id);
    }

    Optional<Ticket> byNumber(long number) {
        return one("where t.number = ?", number);
    }

    Optional<Ticket> openBy(String rule) {
        return one("where t.open_rule = ?", rule);
    }

    Optional<Ticket> external(String number) {
        return one("where t.external = ?", number);
    }

    private Optional<Ticket> one(String where, Object parameter) {
        return sql.sql(SELECT + where).param(parameter).query((row, n) -> ticket(row)).optional();
    }

    int openedSince(String rule, Instant since) {
        return sql.sql("select count(*) from ticket where rule = ? and created > ?")
                .params(rule, at(since))
                .query(Integer.class)
                .single();
    }

    /** A new one; its number is given here. */
    void insert(Ticket it, @Nullable String openRule) {
        sql.sql(
                        "insert into ticket (id, conversation, kind, rule, open_rule, subject,"
                            + " status, priority, assignee, created_by, created, updated, kept_in,"
                            + " delivery) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(UUID.fromString(it.id()))
                .param(UUID.fromString(it.conversation()))
                .param(it.kind())
                .param(it.rule())
                .param(openRule)
                .param(it.subject())
                .param(it.status().word())
                .param(it.priority().word())
                .param(it.assignee())
                .param(it.createdBy())
                .param(at(it.created()))
                .param(at(it.updated()))
                .param(it.keptIn())
                .param(it.delivery())
                .update();
    }

    /** What may change. Who is not open any more makes room for the next of its rule. */
    void update(Ticket it) {
        sql.sql(
                        "update ticket set subject = ?, status = ?, priority = ?, assignee = ?,"
                            + " updated = ?, external = ?, delivery = ?, reason = ?, open_rule ="
                            + " case when ? then open_rule else null end where id = ?")
                .param(it.subject())
                .param(it.status().word())
                .param(it.priority().word())
                .param(it.assignee())
                .param(at(it.updated()))
                .param(it.external())
                .param(it.delivery())
                .param(it.reason())
                .param(it.status().isOpen())
                .param(UUID.fromString(it.id()))
                .update();
    }

    /** Notes when the other system told this; false if it told something later already. */
    boolean toldAt(UUID id, Instant time) {
        return sql.sql(
                                "update ticket set external_time = ? where id = ? and"
                                        + " (external_time is null or external_time <= ?)")
                        .params(at(time), id, at(time))
                        .update()
                > 0;
    }

    /** Those of these conversations, the latest first. */
    List<Ticket> ofConversations(UUID[] conversations, int limit) {
        return sql.sql(SELECT + "where t.conversation = any(?) order by t.number desc limit ?")
                .param(conversations)
                .param(limit)
                .query((row, n) -> ticket(row))
                .list();
    }

    /** Those with one of these statuses, and of this assignee unless null; the latest first. */
    List<Ticket> list(List<TicketStatus> statuses, @Nullable String assignee, int limit) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(statuses.stream().map(TicketStatus::word).toArray(String[]::new));
        String where = "where t.status = any(?)";
        if (assignee != null) {
            where += " and t.assignee = ?";
            parameters.add(assignee.replace('\0', '\uFFFD'));
        }
        parameters.add(limit);
        return sql.sql(SELECT + where + " order by t.number desc limit ?")
                .params(parameters)
                .query((row, n) -> ticket(row))
                .list();
    }

    /** Whether somebody other than this author said just that. */
    boolean isSaid(UUID ticket, String author, String text) {
        return sql.sql(
                                "select count(*) from ticket_comment where ticket = ? and author <>"
                                        + " ? and text = ?")
                        .params(ticket, author, text)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * How many comments with just that text the other system has for certain: all but those that it
     * is still to be told, in this form.
     */
    int known(UUID ticket, String text, String untold) {
        return sql.sql(
                        "select (select count(*) from ticket_comment where ticket = ? and text = ?)"
                                + " - (select count(*) from ticket_outbox where ticket = ? and"
                                + " action = 'comment' and body = ?)")
                .params(ticket, text, ticket, untold)
                .query(Integer.class)
                .single();
    }

    int comment(UUID ticket, String author, String text, Instant now) {
        int number =
                sql.sql("select coalesce(max(number), 0) + 1 from ticket_comment where ticket = ?")
                        .param(ticket)
                        .query(Integer.class)
                        .single();
        sql.sql(
                        "insert into ticket_comment (ticket, number, author, text, time) values (?,"
                                + " ?, ?, ?, ?)")
                .params(ticket, number, author, text, at(now))
                .update();
        return number;
    }

    List<Ticket.Comment> comments(UUID ticket) {
        return sql.sql(
                        "select number, author, text, time from ticket_comment where ticket = ?"
                                + " order by number limit 500")
                .param(ticket)
                .query(
                        (row, n) ->
                                new Ticket.Comment(
                                        row.getInt(1),
                                        row.getString(2),
                                        row.getString(3),
                                        instant(row, 4)))
                .list();
    }

    /** What the other system is to be told. */
    void enqueue(UUID ticket, String action, String body, Instant now) {
        sql.sql(
                        "insert into ticket_outbox (ticket, action, body, attempts, due) values (?,"
                                + " ?, ?, 0, ?)")
                .params(ticket, action, body, at(now))
                .update();
    }

    static Ticket ticket(ResultSet row) throws SQLException {
        return ticket(row, 0);
    }

    /** With so many other columns before. */
    static Ticket ticket(ResultSet row, int skip) throws SQLException {
        return new Ticket(
                row.getString(skip + 1),
                row.getLong(skip + 2),
                row.getString(skip + 3),
                row.getString(skip + 4),
                row.getString(skip + 5),
                row.getString(skip + 6),
                TicketStatus.of(row.getString(skip + 7)),
                Priority.of(row.getString(skip + 8)),
                row.getString(skip + 9),
                row.getString(skip + 10),
                instant(row, skip + 11),
                instant(row, skip + 12),
                row.getString(skip + 13),
                row.getString(skip + 14),
                row.getString(skip + 15),
                row.getString(skip + 16));
    }

    static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return Objects.requireNonNull(time).toInstant();
    }
}
