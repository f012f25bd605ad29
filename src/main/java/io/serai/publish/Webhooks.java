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

    /** Writes what its owner may change, and what the hub then still holds against it. */
    void change(Webhook webhook, Instant now) {
        Instant rest = webhook.restUntil();
        sql.sql(
                        "update webhook set url = ?, description = ?, types = ?, state = ?, place ="
                                + " ?, reason = ?, rest_until = ?, updated = ? where id = ?")
                .param(webhook.url())
                .param(webhook.description())
                .param(String.join(",", webhook.types()))
                .param(text(webhook.state()))
                .param(webhook.place())
                .param(webhook.reason())
                .param(rest == null ? null : time(rest))
                .param(time(now))
                .param(webhook.id())
                .update();
    }

    /**
     * With its log: that first, so that what was cut off in the middle can be deleted again, and
     * what came meanwhile last.
     */
    void delete(UUID id) {
        forget(id);
        sql.sql("delete from webhook where id = ?").param(id).update();
        forget(id);
    }

    /** A page at a time: in one statement H2 reads the whole log anew for each attempt in it. */
    private void forget(UUID id) {
        List<UUID> page;
        do {
            page =
                    sql.sql("select id from webhook_delivery where webhook = ? limit 500")
                            .param(id)
                            .query(UUID.class)
                            .list();
            for (String table :
                    List.of("webhook_attempt where delivery", "webhook_delivery where id")) {
                if (!page.isEmpty()) {
                    sql.sql("delete from " + table + " in (:page)").param("page", page).update();
                }
            }
        } while (!page.isEmpty());
    }

    /**
     * From now on this secret signs, and until then the one before it, with those that still do; as
     * many as there is room for. A time that is over ends them all.
     */
    void rotate(UUID id, String sealed, Instant oldUntil, Instant now) {
        sql.sql(
                        "update webhook set old_secret = case when old_until > :now and :until >"
                                + " :now and length(secret) + length(old_secret) < 400 then secret"
                                + " || ' ' || old_secret else secret end, old_until = case when"
                                + " old_until > :until and :until > :now then old_until else :until"
                                + " end, secret = :secret, updated = :now where id = :id")
                .param("now", time(now))
                .param("until", time(oldUntil))
                .param("secret", sealed)
                .param("id", id)
                .update();
    }

    /** The secrets that sign now, sealed, the newest first. */
    List<String> secrets(UUID id, Instant now) {
        return sql.sql("select secret, old_secret, old_until from webhook where id = ?")
                .param(id)
                .query(
                        (row, n) -> {
                            Timestamp until = row.getTimestamp(3);
                            boolean all = until != null && until.toInstant().isAfter(now);
                            String secret = row.getString(1);
                            return List.of(
                                    (all ? secret + ' ' + row.getString(2) : secret).split(" "));
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
