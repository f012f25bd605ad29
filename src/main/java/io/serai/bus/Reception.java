package io.serai.bus;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where the records of one topic arrive. Each is handed to its conversation's lane and the next one
 * taken, up to a bound; offsets are committed as far as everything is through, on the consumer's
 * thread, by the consumer's own commit.
 */
final class Reception {

    private static final Logger log = LoggerFactory.getLogger(Reception.class);
    private static final long COMMIT_EVERY = TimeUnit.MILLISECONDS.toNanos(200);

    /** Records that are through behind one that is not. */
    private static final int LONGEST = 50_000;

    private final int bound;
    private final Semaphore room;
    private final BooleanSupplier open;
    private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();
    private long committed = System.nanoTime();

    /**
     * Opens it.
     *
     * @param bound how many records may be at work
     * @param open false once the hub stops
     */
    Reception(int bound, BooleanSupplier open) {
        this.bound = bound;
        this.room = new Semaphore(bound);
        this.open = open;
    }

    /** What is to be done with a record. */
    interface Work {
        CompletableFuture<?> begin(byte[] key, byte[] value) throws Exception;
    }

    int atWork() {
        return bound - room.availablePermits();
    }

    /**
     * Takes a record.
     *
     * @throws CancellationException if the hub stops and the record must be another's
     */
    void take(Exchange exchange, Work work) throws Exception {
        Message record = exchange.getMessage();
        int number = record.getHeader(KafkaConstants.PARTITION, Integer.class);
        long offset = record.getHeader(KafkaConstants.OFFSET, Long.class);
        KafkaManualCommit commit =
                record.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class);
        Partition partition = partitions.get(number);
        if (partition == null || !partition.continues(offset)) {
            partition = new Partition();
            partitions.put(number, partition);
        }
        awaitRoom(partition);
        CompletableFuture<?> done;
        try {
            done = work.begin(bytes(record.getHeader(KafkaConstants.KEY)), bytes(record.getBody()));
        } catch (Exception e) {
            room.release();
            throw e;
        }
        done.whenComplete((result, failure) -> room.release());
        partition.add(offset, commit, done);
        if (System.nanoTime() - committed > COMMIT_EVERY) {
            commit();
        }
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : new byte[0];
    }

    private void awaitRoom(Partition partition) throws InterruptedException {
        while (partition.size() > LONGEST || !room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
            commit();
            if (!open.getAsBoolean()) {
                throw new CancellationException("The hub stops");
            }
            if (partition.size() > LONGEST) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    /** Commits what is through. If that fails, the records come again and are found handled. */
    private void commit() {
        committed = System.nanoTime();
        for (Partition partition : partitions.values()) {
            KafkaManualCommit due = partition.isMine() ? partition.due() : null;
            if (due != null) {
                try {
                    due.commit();
                } catch (RuntimeException e) {
                    log.debug("Offsets were not committed: {}", e.getClass().getSimpleName());
                }
            }
        }
    }
}
