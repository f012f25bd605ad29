package io.serai.publish;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The subscriptions in the store, and which node serves which. */
@Component
class Webhooks {

    private static final String SELECT =
            "select id, url, description, types, state, reason, place, rest_until, old_until,"
                    + " created, updated from webhook ";

    private final JdbcClient sql;

    Webhooks(JdbcClient sql) {
        this.sql = sql;
    }

    List<Webhook> all() {
        return sql.sql(SELECT + "order by created, id").query((row, n) -> read(row)).list();
    }

    Optional<Webhook> find(UUID id) {
        return sql.sql(SELECT + "where id = ?").param(id).query((row, n) -> read(row)).optional();
    }

    void add(Webhook webhook, String sealed) {
        sql.sql(
                        "insert into webhook (id, url, description, types, secret, state, place,"
                                + " created, updated) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        webhook.id(),
                        webhook.url(),
                        webhook.description(),
                        String.join(",", webhook.types()),
                        sealed,
                        text(webhook.state()),
                        webhook.place(),
                        time(webhook.created()),
                        time(webhook.updated()))
                .update();
    }

    /** Writes what its owner may change. A state given by hand ends every rest and reason. */
    void change(Webhook webhook, Instant now) {
        sql.sql(
                        "update webhook set url = ?, description = ?, types = ?, state = ?, place ="
                                + " ?, reason = null, rest_until = null, updated = ? where id = ?")
                .params(
                        webhook.url(),
                        webhook.description(),
                        String.join(",", webhook.types()),
                        text(webhook.state()),
                        webhook.place(),
                        time(now),
                        webhook.id())
                .update();
    }

    void delete(UUID id) {
        sql.sql("delete from webhook where id = ?").param(id).update();
        sql.sql(
                        "delete from webhook_attempt where delivery in (select id from"
                                + " webhook_delivery where webhook = ?)")
                .param(id)
                .update();
        sql.sql("delete from webhook_delivery where webhook = ?").param(id).update();
    }

    /** From now on this secret signs, and the one before it until then. */
    void rotate(UUID id, String sealed, Instant oldUntil, Instant now) {
        sql.sql(
                        "update webhook set old_secret = secret, old_until = ?, secret = ?, updated"
                                + " = ? where id = ?")
                .params(time(oldUntil), sealed, time(now), id)
                .update();
    }

    /** The secrets that sign now, sealed, the newest first. */
    List<String> secrets(UUID id, Instant now) {
        return sql.sql("select secret, old_secret, old_until from webhook where id = ?")
                .param(id)
                .query(
                        (row, n) -> {
                            Timestamp until = row.getTimestamp(3);
                            boolean both = until != null && until.toInstant().isAfter(now);
                            return Stream.of(row.getString(1), both ? row.getString(2) : null)
                                    .filter(Objects::nonNull)
                                    .toList();
                        })
                .optional()
                .orElse(List.of());
    }

    /** What the hub itself found out about it; a word of its owner meanwhile counts more. */
    void found(UUID id, Webhook.State state, @Nullable String reason, Instant now) {
        sql.sql(
                        "update webhook set state = ?, reason = ?, updated = ? where id = ? and"
                                + " state in ('active', 'failing')")
                .param(text(state))
                .param(reason)
                .param(time(now))
                .param(id)
                .update();
    }

    void rest(UUID id, Instant until) {
        sql.sql("update webhook set rest_until = ? where id = ?").params(time(until), id).update();
    }

    /** Takes it for this node, or keeps it; false if another has it. */
    boolean claim(UUID id, UUID holder, Instant now, Instant until) {
        return sql.sql(
                                "update webhook set holder = ?, until = ? where id = ? and (holder"
                                        + " is null or holder = ? or until < ?)")
                        .params(holder, time(until), id, holder, time(now))
                        .update()
                > 0;
    }

    /** Lets the others have what this node held. */
    void release(UUID holder) {
        sql.sql("update webhook set holder = null where holder = ?").param(holder).update();
    }

    void release(UUID id, UUID holder) {
        sql.sql("update webhook set holder = null where id = ? and holder = ?")
                .params(id, holder)
                .update();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String text(Webhook.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Webhook read(ResultSet row) throws SQLException {
        String types = row.getString(4);
        return new Webhook(
                Objects.requireNonNull(row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                types.isEmpty() ? List.of() : List.of(types.split(",")),
                Webhook.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6),
                row.getString(7),
                instant(row, 8),
                instant(row, 9),
                Objects.requireNonNull(instant(row, 10)),
                Objects.requireNonNull(instant(row, 11)));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
