package io.serai.conversation;

import io.serai.event.Content;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.Keys;
import io.serai.store.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * How the hub's side says something: stored with its place, and on its way to the customer in the
 * same transaction.
 */
public final class Speech {

    /**
     * Channels whose clients keep a cursor and come for what they missed; on the others the hub has
     * to call the platform.
     */
    private static final Set<String> CURSORED = Set.of("web", "app");

    private Speech() {}

    /** Makes the draft, on the author's thread. */
    public static Draft draft(
            Conversation conversation,
            Sender sender,
            Content content,
            @Nullable String clientId,
            Instant now) {
        return draft(
                conversation.address().channel(),
                conversation.id(),
                sender,
                content,
                clientId,
                now);
    }

    static Draft draft(
            String channel,
            String id,
            Sender sender,
            Content content,
            @Nullable String clientId,
            Instant now) {
        Status status = CURSORED.contains(channel) ? Status.SENT : Status.QUEUED;
        UUID key = clientId == null ? null : key(id, sender.id(), clientId);
        return Draft.of(sender, content, null, clientId, status, key, now);
    }

    /** The key under which an author's own id of a message is unique. */
    static UUID key(String conversation, String author, String clientId) {
        return Keys.of(conversation, author + '/' + clientId);
    }

    /** Says it. */
    public static Page.Placed say(Page page, Conversation conversation, Draft draft) {
        Page.Placed placed = page.append(conversation, draft);
        if (draft.status() == Status.QUEUED) {
            page.enqueue(placed.message());
        }
        return placed;
    }
}
