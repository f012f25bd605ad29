package io.serai.bus;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.Consumer;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where the records of one topic arrive. Each is handed to its conversation's lane and the next one
 * taken, up to a bound. It makes the route's consumers as well, and they commit as far as
 * everything is through.
 */
final class Reception extends DefaultKafkaClientFactory {

    /** Records behind one that is not through. */
    private static final int LONGEST = 50_000;

    private final int bound;
    private final Semaphore room;
    private final BooleanSupplier open;
    private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();

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

    @Override
    public Consumer<byte[], byte[]> getConsumer(Properties settings) {
        return new WatermarkConsumer(settings, partitions);
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
        Partition partition = partitions.computeIfAbsent(number, it -> new Partition());
        CompletableFuture<?> done = new CompletableFuture<>();
        try {
            awaitRoom(partition);
            done = begin(record, work);
        } finally {
            // If it could not begin it is never through, and nothing behind it is committed.
            partition.add(offset, done);
        }
    }

    private CompletableFuture<?> begin(Message record, Work work) throws Exception {
        try {
            CompletableFuture<?> done =
                    work.begin(
                            bytes(record.getHeader(KafkaConstants.KEY)), bytes(record.getBody()));
            done.whenComplete((result, failure) -> room.release());
            return done;
        } catch (Exception e) {
            room.release();
            throw e;
        }
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : new byte[0];
    }

    private void awaitRoom(Partition partition) throws InterruptedException {
        while (partition.size() > LONGEST) {
            goOn();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        do {
            goOn();
        } while (!room.tryAcquire(100, TimeUnit.MILLISECONDS));
    }

    private void goOn() {
        if (!open.getAsBoolean()) {
            throw new CancellationException("The hub stops");
        }
    }
}
