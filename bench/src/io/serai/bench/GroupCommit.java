package io.serai.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * The limit of a durable store: rows of a message's size, each acknowledged once committed, by one
 * writer that commits for 256 authors at once. Nothing but the database is in it.
 */
final class GroupCommit implements AutoCloseable {

    private static final int AUTHORS = 256;

    private record Row(UUID id, UUID conversation, long seq, Semaphore durable) {}

    private final String url;
    private final String body = "x".repeat(400);
    private final BlockingQueue<Row> rows = new ArrayBlockingQueue<>(AUTHORS);
    private final LongAdder acknowledged = new LongAdder();
    private volatile boolean running = true;

    /**
     * @param url of the database the hub is on, with user and password
     */
    GroupCommit(String url) {
        this.url = url;
    }

    /** Rows a second. */
    double measure(int warmUpSeconds, int seconds) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists bench_row");
            statement.execute(
                    "create table bench_row (id uuid primary key, conversation uuid not null, seq"
                            + " bigint not null, body text not null)");
            statement.execute(
                    "create unique index bench_row_by_seq on bench_row (conversation, seq)");
            connection.setAutoCommit(false);
            Thread writer = Thread.ofPlatform().daemon().start(() -> write(connection));
            for (int author = 0; author < AUTHORS; author++) {
                Thread.ofVirtual().start(this::author);
            }
            Load.pause(warmUpSeconds);
            long before = acknowledged.sum();
            long start = System.nanoTime();
            Load.pause(seconds);
            double rate = (acknowledged.sum() - before) / ((System.nanoTime() - start) / 1e9);
            close();
            join(writer);
            connection.setAutoCommit(true);
            statement.execute("drop table bench_row");
            return rate;
        }
    }

    private void author() {
        UUID conversation = UUID.randomUUID();
        Semaphore durable = new Semaphore(0);
        try {
            for (long seq = 1; running; seq++) {
                rows.put(new Row(UUID.randomUUID(), conversation, seq, durable));
                durable.acquire();
                acknowledged.increment();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Connection connection) {
        List<Row> batch = new ArrayList<>(AUTHORS);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into bench_row values (?, ?, ?, ?)")) {
            while (running) {
                batch.add(rows.take());
                rows.drainTo(batch);
                for (Row row : batch) {
                    insert.setObject(1, row.id);
                    insert.setObject(2, row.conversation);
                    insert.setLong(3, row.seq);
                    insert.setString(4, body);
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
                batch.forEach(row -> row.durable.release());
                batch.clear();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        running = false;
    }
}
