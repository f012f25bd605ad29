package io.serai.store;

import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Status;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the ledger, outside any commit: what it shows is durable.
 *
 * <p>What is sorted names all columns of the index it is sorted by, those that are given too: else
 * H2 reads everything that matches and sorts it before it keeps a page.
 */
@Component
public class Conversations {

    private static final String CONVERSATION =
            "select " + Rows.CONVERSATION_COLUMNS + " from conversation ";
    private static final String MESSAGE =
            "select " + Rows.MESSAGE_COLUMNS + " from event where conversation = ? and ";
    private static final String DEAD_LETTER =
            "select id, conversation, seq, message, route, reason, time, replayed from dead_letter"
                    + " ";

    private final JdbcClient sql;

    Conversations(JdbcClient sql) {
        this.sql = sql;
    }

    public Optional<Conversation> find(String id) {
        return sql.sql(CONVERSATION + "where id = ?")
                .param(Rows.uuid(id))
                .query((row, n) -> Rows.conversation(row))
                .optional();
    }

    /** Those that lie with an agent, taken or offered; the longest first. */
    public List<Conversation> with(String agent) {
        return sql.sql(CONVERSATION + "where agent = ? order by since")
                .param(agent)
                .query((row, n) -> Rows.conversation(row))
                .list();
    }

    /** Those with this kind of owner, the longest first. */
    public List<Conversation> ownedBy(Owner.Kind kind, int limit) {
        return sql.sql(CONVERSATION + "where owner = ? order by owner, since, id limit ?")
                .param(Rows.lower(kind))
                .param(limit)
                .query((row, n) -> Rows.conversation(row))
                .list();
    }

    /**
     * Those with a customer of the merchant's, on whatever channel: where a channel named that
     * code, and all that are linked to them.
     */
    public List<Conversation> ofCustomer(String customer) {
        return sql.sql(
                        CONVERSATION
                                + "where id in (select conversation from customer_conversation"
                                + " where customer = ? union select l.conversation from"
                                + " customer_key k join customer own on own.id = k.customer join"
                                + " customer c on c.root = own.root join customer_link l on"
                                + " l.customer = c.id where k.name = ?)")
                .params(customer, "code:" + customer)
                .query((row, n) -> Rows.conversation(row))
                .list();
    }

    /** The messages after {@code seq}, oldest first. */
    public List<Message> after(String conversation, long seq, int limit) {
        return sql.sql(MESSAGE + "seq > ? order by conversation, seq limit ?")
                .params(Rows.uuid(conversation), seq, limit)
                .query((row, n) -> Rows.message(row))
                .list();
    }

    /** The latest messages before {@code seq}, oldest first. */
    public List<Message> before(String conversation, long seq, int limit) {
        return sql.sql(MESSAGE + "seq < ? order by conversation desc, seq desc limit ?")
                .params(Rows.uuid(conversation), seq, limit)
                .query((row, n) -> Rows.message(row))
                .list()
                .reversed();
    }

    public Optional<Message> message(String conversation, long seq) {
        return sql.sql(MESSAGE + "seq = ?")
                .params(Rows.uuid(conversation), seq)
                .query((row, n) -> Rows.message(row))
                .optional();
    }

    /** Whether there is a message with this key, as {@link Keys} makes it. */
    public boolean isStored(UUID key) {
        return sql.sql("select 1 from event where dedup = ?")
                .param(key)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Those of these conversations that exist, by id, in one query. */
    public Map<String, Conversation> find(Collection<String> ids) {
        Map<String, Conversation> found = new HashMap<>();
        sql.sql(CONVERSATION + "where id = any(?)")
                .param(ids.stream().map(Rows::uuid).toArray(UUID[]::new))
                .query(
                        row -> {
                            Conversation conversation = Rows.conversation(row);
                            found.put(conversation.id(), conversation);
                        });
        return found;
    }

    /**
     * Those of these messages that exist, by id, in one query.
     *
     * @param places the number of each in its conversation
     */
    public Map<String, Message> messages(List<Place> places) {
        Map<String, Message> found = new HashMap<>();
        sql.sql(
                        "select e.id, e.conversation, e.seq, e.time, e.status, e.reason, e.body,"
                            + " e.traceparent from unnest(cast(? as uuid array), cast(? as bigint"
                            + " array)) as place (conversation, seq) join event e on e.conversation"
                            + " = place.conversation and e.seq = place.seq")
                .param(places.stream().map(it -> Rows.uuid(it.conversation)).toArray(UUID[]::new))
                .param(places.stream().map(Place::seq).toArray(Long[]::new))
                .query(
                        row -> {
                            Message message = Rows.message(row);
                            found.put(message.id(), message);
                        });
        return found;
    }

    /** Where a message stands. */
    public record Place(String conversation, long seq) {}

    /** The number of the latest message in each of these that exists, in one query. */
    public Map<String, Long> lastSeqs(Collection<String> ids) {
        Map<String, Long> found = new HashMap<>();
        sql.sql("select id, last_seq from conversation where id = any(?)")
                .param(ids.stream().map(Rows::uuid).toArray(UUID[]::new))
                .query(
                        row -> {
                            found.put(row.getString(1), row.getLong(2));
                        });
        return found;
    }

    /**
     * What lies with these agents, taken or offered, in one query: by agent, each conversation with
     * the number of its latest message.
     */
    public Map<String, Map<String, Long>> heldBy(Collection<String> agents) {
        Map<String, Map<String, Long>> held = new HashMap<>();
        sql.sql("select agent, id, last_seq from conversation where agent = any(?)")
                .param(agents.toArray(String[]::new))
                .query(
                        row -> {
                            held.computeIfAbsent(row.getString(1), agent -> new HashMap<>())
                                    .put(row.getString(2), row.getLong(3));
                        });
        return held;
    }

    /** How far a reply has come. */
    public record Standing(long seq, Status status, @Nullable String reason) {}

    /** How far the latest replies up to {@code seq} have come, oldest first. */
    public List<Standing> standing(String conversation, long seq, int limit) {
        return sql.sql(
                        "select seq, status, reason from event where conversation = ? and seq <= ?"
                            + " and type = 'io.serai.message.sent' order by conversation desc, seq"
                            + " desc limit ?")
                .params(Rows.uuid(conversation), seq, limit)
                .query(
                        (row, n) ->
                                new Standing(
                                        row.getLong(1),
                                        Status.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                        row.getString(3)))
                .list()
                .reversed();
    }

    /** What the flow could not handle, the latest first, and behind it what was put through. */
    public List<DeadLetter> deadLetters(int limit) {
        List<DeadLetter> all = new ArrayList<>(deadLetters("replayed is null", limit));
        all.addAll(deadLetters("replayed is not null", limit - all.size()));
        return all;
    }

    private List<DeadLetter> deadLetters(String which, int limit) {
        return sql.sql(DEAD_LETTER + "where " + which + " order by time desc, id desc limit ?")
                .param(limit)
                .query((row, n) -> Rows.deadLetter(row))
                .list();
    }

    public Optional<DeadLetter> deadLetter(String id) {
        return sql.sql(DEAD_LETTER + "where id = ?")
                .param(id)
                .query((row, n) -> Rows.deadLetter(row))
                .optional();
    }
}
