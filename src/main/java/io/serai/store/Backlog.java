package io.serai.store;

import io.serai.event.Message;
import io.serai.event.Types;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What still waits: customers' messages that bot and assignment are not through with, and replies
 * not yet sent. This is the truth about them; whatever else carries word of them may lose it.
 */
@Component
public class Backlog {

    /**
     * A conversation and its customer's messages that wait, oldest first.
     *
     * @param conversation as it stands
     */
    public record Unhandled(Conversation conversation, List<Message> messages) {}

    private static final String UNHANDLED =
            "select "
                    + of("c", Rows.CONVERSATION_COLUMNS.replaceFirst(", id$", ""))
                    + ", c.id as of_conversation, "
                    + of("e", Rows.MESSAGE_COLUMNS)
                    + " from conversation c join event e on e.conversation = c.id and e.seq >"
                    + " greatest(c.handled_seq, ?) where c.id = ? and e.type = '"
                    + Types.MESSAGE_RECEIVED
                    + "' order by e.seq limit ?";

    private final JdbcClient sql;
    private final boolean shared;

    Backlog(JdbcClient sql, StoreSettings settings) {
        this.sql = sql;
        this.shared = settings.shared();
    }

    private static String of(String table, String columns) {
        return Arrays.stream(columns.split(", "))
                .map(column -> table + "." + column)
                .collect(Collectors.joining(", "));
    }

    /** What waits in a conversation after {@code seq}; empty if nothing does. */
    public Optional<Unhandled> unhandled(String conversation, long seq, int limit) {
        List<Conversation> as = new ArrayList<>(1);
        List<Message> messages =
                sql.sql(UNHANDLED)
                        .params(seq, Rows.uuid(conversation), limit)
                        .query(
                                (row, n) -> {
                                    if (as.isEmpty()) {
                                        as.add(Rows.conversation(row));
                                    }
                                    return Rows.message(row);
                                })
                        .list();
        return as.stream().map(it -> new Unhandled(it, messages)).findFirst();
    }

    /**
     * The ids of all conversations in which a customer's message waits. Reads every conversation.
     */
    public List<String> toHandle() {
        return sql.sql("select id from conversation where handled_seq < inbound_seq")
                .query(String.class)
                .list();
    }

    /** Those of the conversations in which a customer's message waits. */
    public List<String> stillToHandle(Collection<String> conversations) {
        return sql.sql(
                        "select id from conversation where handled_seq < inbound_seq and id ="
                                + " any(?)")
                .param(conversations.stream().map(Rows::uuid).toArray(UUID[]::new))
                .query(String.class)
                .list();
    }

    /** The ids of all conversations in which a reply waits to be sent. */
    public List<String> toSend() {
        return toSend(Instant.MAX);
    }

    /** Likewise, but not if anything was said there since {@code before}. */
    public List<String> toSend(Instant before) {
        String all = "select distinct o.conversation from outbox o";
        return before.equals(Instant.MAX)
                ? sql.sql(all).query(String.class).list()
                : sql.sql(all + " join conversation c on c.id = o.conversation where c.updated < ?")
                        .param(Rows.time(before))
                        .query(String.class)
                        .list();
    }

    /**
     * How far the ledger has come, to be given to {@link #toHandle(long, Instant)} later: whatever
     * is committed after this call counts as later.
     */
    public long mark() {
        return sql.sql(
                        shared
                                ? "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
                                : "select coalesce(max(position), 0) + 1 from event")
                .query(Long.class)
                .single();
    }

    /**
     * The ids of conversations in which a customer's message waits that was committed after {@code
     * mark}, but not if anything was said there since {@code before}. Reads what came after the
     * mark only.
     */
    public List<String> toHandle(long mark, Instant before) {
        return sql.sql(
                        "select distinct e.conversation from event e join conversation c on c.id ="
                                + " e.conversation where e."
                                + (shared ? "tx" : "position")
                                + " >= ? and e.type = ? and c.handled_seq < e.seq and c.updated <"
                                + " ?")
                .params(mark, Types.MESSAGE_RECEIVED, Rows.time(before))
                .query(String.class)
                .list();
    }
}
