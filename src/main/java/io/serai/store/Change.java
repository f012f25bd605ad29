package io.serai.store;

import io.serai.event.Event;
import io.serai.event.Message;
import io.serai.event.Status;

import org.jspecify.annotations.Nullable;

/**
 * Something that is now durable, as told to every {@link LedgerListener} in the order of the
 * commits.
 */
public sealed interface Change {

    /** A message was added. */
    record Added(Conversation conversation, Message message) implements Change {}

    /**
     * A conversation changed otherwise: its owner, its name, what was read. {@code before} is null
     * for a new one.
     */
    record Moved(@Nullable Conversation before, Conversation conversation) implements Change {}

    /** An event that is no message was recorded. */
    record Recorded(Event event) implements Change {}

    /** One message's status moved, or with {@code upTo} that of all outgoing messages up to it. */
    record StatusMoved(
            String conversation, long seq, boolean upTo, Status status, @Nullable String reason)
            implements Change {}
}
