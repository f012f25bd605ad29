package io.serai.store;

import io.serai.event.Message;
import io.serai.event.Status;
import io.serai.store.Writes.StatusWrite;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The SQL of a commit: few statements for many units. */
final class Statements {

    private static final Map<Status, String> EARLIER =
            Arrays.stream(Status.values())
                    .collect(
                            Collectors.toMap(
                                    status -> status,
                                    status ->
                                            status.before().stream()
                                                    .map(earlier -> "'" + Rows.lower(earlier) + "'")
                                                    .collect(Collectors.joining(",", "(", ")"))));

    /**
     * How many messages one receipt reaches back. What lies further behind has had its own, or will
     * have none; without a bound each receipt would cost more the longer a conversation is.
     */
    private static final int RECEIPT = 1_000;

    /**
     * True of a row that a transaction with a later number than this one's has written; and, as
     * numbers go round, of one that nobody has written for two billion of them.
     */
    private static final String OVERTAKEN = ", age(xmin) < 0 as overtaken";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionStatus transaction;
    private final boolean shared;
    private final boolean inOrder;

    /**
     * For one transaction.
     *
     * @param shared true if other nodes use the same database
     * @param inOrder false if another place in the {@link Feed} is better than none
     */
    Statements(JdbcTemplate jdbc, TransactionStatus transaction, boolean shared, boolean inOrder) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transaction = transaction;
        this.shared = shared;
        this.inOrder = inOrder;
    }

    /** An advisory lock of PostgreSQL's; H2 has one writer anyway. */
    void exclusive(String part) {
        if (shared) {
            jdbc.query("select pg_advisory_xact_lock(hashtext(?))", row -> {}, "serai." + part);
        }
    }

    JdbcClient client() {
        return client;
    }

    Object savepoint() {
        return transaction.createSavepoint();
    }

    void rollback(Object savepoint) {
        transaction.rollbackToSavepoint(savepoint);
    }

    /**
     * Asks for what the units of a commit announced.
     *
     * <p>The conversations are locked in the order of their ids, so that two nodes never wait for
     * each other's locks. H2 has one writer, who needs no lock against himself.
     *
     * @throws OptimisticLockingFailureException if a later transaction wrote in one of them before
     *     this one had its lock: the {@link Feed} would show the two the other way round. A
     *     transaction has its number from its first lock on, and may wait for the next ones
     */
    Found fetch(List<String> conversations, List<UUID> keys, List<String> outboxes) {
        Found found = new Found();
        Questions questions = new Questions();
        if (!conversations.isEmpty()) {
            questions.add(
                    "select "
                            + Rows.CONVERSATION_COLUMNS
                            + (shared ? OVERTAKEN : "")
                            + " from conversation where id = any(?)"
                            + (shared ? " order by id for update" : ""),
                    row -> found.conversation(row, shared),
                    uuids(conversations));
        }
        if (!keys.isEmpty()) {
            Object[] asked = keys.toArray(UUID[]::new);
            // Not as one union: H2 keeps no plan of those.
            questions.add(
                    "select dedup, coalesce(cast(conversation as varchar), subject), seq from event"
                            + " where dedup = any(?)",
                    found::seen,
                    asked);
            questions.add(
                    "select dedup, cast(conversation as varchar), seq from sent_as where dedup ="
                            + " any(?)",
                    found::seen,
                    asked);
        }
        if (!outboxes.isEmpty()) {
            questions.add(
                    "select conversation, seq, holder, until from outbox where conversation ="
                            + " any(?) order by conversation, seq",
                    found::departing,
                    uuids(outboxes));
        }
        questions.ask(jdbc, shared);
        if (inOrder && found.overtaken) {
            throw new OptimisticLockingFailureException("Another node wrote meanwhile");
        }
        return found;
    }

    private static Object[] uuids(List<String> ids) {
        return ids.stream().map(Rows::uuid).toArray(UUID[]::new);
    }

    /** See {@link Page#undecided}; reaches as far back as a receipt. */
    static List<Message> undecided(
            JdbcClient client, String conversation, long last, Collection<Long> called) {
        return client.sql(
                        "select "
                                + Rows.MESSAGE_COLUMNS
                                + " from event where conversation = ? and seq > ? and type ="
                                + " 'io.serai.message.sent' and (status = 'unknown' or status ="
                                + " 'queued' and seq = any(?)) order by seq")
                .params(Rows.uuid(conversation), last - RECEIPT, called.toArray(Long[]::new))
                .query((row, number) -> Rows.message(row))
                .list();
    }

    void write(Writes writes) {
        write(writes, false);
    }

    /**
     * Writes the last of the transaction. PostgreSQL commits with it where it can, and whose
     * transaction this is then finds nothing left to commit.
     */
    void writeLast(Writes writes) {
        write(writes, writes.customers.isEmpty() && writes.statuses.isEmpty());
    }

    private void write(Writes writes, boolean commits) {
        Script script = new Script(jdbc);
        writes.rows()
                .forEach(
                        (bulk, rows) -> {
                            if (shared) {
                                bulk.addTo(script, rows);
                            } else {
                                bulk.write(jdbc, rows);
                            }
                        });
        if (commits) {
            script.commit();
        }
        script.run();
        batch(
                "insert into customer_conversation (customer, conversation) values (?, ?) on"
                        + " conflict do nothing",
                writes.customers);
        batch(
                Rows.INSERT_STATUS,
                writes.statuses.stream().filter(this::moves).map(StatusWrite::event).toList());
    }

    /** Moves a status forward, and tells whether it did. */
    private boolean moves(StatusWrite write) {
        String to = Rows.lower(write.status());
        if (write.upTo()) {
            int moved =
                    jdbc.update(
                            "update event set status = ? where conversation = ? and seq > ? and"
                                    + " seq <= ? and type = 'io.serai.message.sent' and status in "
                                    + EARLIER.get(write.status()),
                            to,
                            Rows.uuid(write.conversation()),
                            write.seq() - RECEIPT,
                            write.seq());
            return moved > 0;
        }
        if (write.status().before().isEmpty()) {
            return false;
        }
        int moved =
                jdbc.update(
                        "update event set status = ?, reason = ? where conversation = ? and seq = ?"
                                + " and status in "
                                + EARLIER.get(write.status()),
                        to,
                        write.reason(),
                        Rows.uuid(write.conversation()),
                        write.seq());
        return moved > 0;
    }

    private void batch(String sql, List<Object[]> rows) {
        if (rows.size() == 1) {
            jdbc.update(sql, rows.getFirst());
        } else if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, rows);
        }
    }
}
