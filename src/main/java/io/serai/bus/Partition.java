package io.serai.bus;

import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * The records of one partition that are at work, in their order. One may be committed when it and
 * all before it are through: so a hub that dies leaves every record uncommitted that it was not
 * through with. Used by the consumer's thread alone.
 */
final class Partition {

    private record Entry(KafkaManualCommit commit, CompletableFuture<?> done) {

        /** One that a stopping hub let go of is not through. */
        boolean isThrough() {
            return done.isDone() && !done.isCancelled();
        }
    }

    private final Thread consumer = Thread.currentThread();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last = -1;
    private @Nullable KafkaManualCommit due;

    /** True if the record comes next here, and not to another consumer or a second time. */
    boolean continues(long offset) {
        return isMine() && offset > last;
    }

    boolean isMine() {
        return consumer == Thread.currentThread();
    }

    void add(long offset, KafkaManualCommit commit, CompletableFuture<?> done) {
        last = offset;
        entries.add(new Entry(commit, done));
    }

    int size() {
        return entries.size();
    }

    /** What may be committed by now and was not; null if nothing. */
    @Nullable KafkaManualCommit due() {
        Entry first = entries.peek();
        while (first != null && first.isThrough()) {
            due = first.commit();
            entries.remove();
            first = entries.peek();
        }
        KafkaManualCommit now = due;
        due = null;
        return now;
    }
}
