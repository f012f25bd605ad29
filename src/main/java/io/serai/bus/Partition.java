package io.serai.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * The records of one partition that are at work, in their order. One may be committed when it and
 * all before it are through: so a hub that dies leaves every record uncommitted that it was not
 * through with. Used by the consumer's thread alone.
 */
final class Partition {

    private static final long NONE = -1;

    private record Entry(long offset, CompletableFuture<?> done) {

        /** One that a stopping hub let go of is not through. */
        boolean isThrough() {
            return done.isDone() && !letGo();
        }

        private boolean letGo() {
            // If more was to follow, it is the cause of another exception.
            return done.isCancelled()
                    || (done.isCompletedExceptionally()
                            && done.exceptionNow() instanceof CancellationException);
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long next = NONE;
    private long committed = NONE;

    void add(long offset, CompletableFuture<?> done) {
        entries.add(new Entry(offset, done));
    }

    /** How many there are from the first that is not through. */
    int size() {
        advance();
        return entries.size();
    }

    private void advance() {
        Entry first = entries.peek();
        while (first != null && first.isThrough()) {
            next = first.offset() + 1;
            entries.remove();
            first = entries.peek();
        }
    }

    /**
     * Tells where the consumer is before it asks for more, so when all it was given is here. That
     * may be less than what was committed: of a topic that was made anew.
     */
    void readTo(long position) {
        advance();
        if (entries.isEmpty()) {
            next = position;
        }
    }

    /** The offset to go on from after a crash, if it is not committed yet. */
    OptionalLong due() {
        advance();
        return next == NONE || next == committed ? OptionalLong.empty() : OptionalLong.of(next);
    }

    void committed(long offset) {
        committed = offset;
    }

    /** Has what was committed be due again. */
    void commitAgain() {
        committed = NONE;
    }
}
