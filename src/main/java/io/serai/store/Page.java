package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Event;
import io.serai.event.Message;
import io.serai.event.Status;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a {@link Unit} reads and writes. What earlier units of the same commit wrote is there
 * already.
 */
public interface Page {

    /**
     * The conversation as it stands, locked until the commit; cheapest for one the unit announced.
     */
    Optional<Conversation> conversation(String id);

    /** Writes what changed in a conversation, or a new one. */
    void put(Conversation conversation);

    /** What was stored under this deduplication key. */
    Optional<Seen> seen(UUID key);

    /**
     * Gives a message its place and stores it.
     *
     * @param conversation as the page shows it, changes included
     * @return the conversation with the message in it, put already
     */
    Placed append(Conversation conversation, Draft draft);

    /**
     * Stores an event that is no message.
     *
     * @param dedup unique for ever, or null
     */
    Event record(
            String source,
            String type,
            @Nullable String subject,
            JsonNode data,
            @Nullable UUID dedup,
            Instant now);

    /** Notes an event beside a conversation, for who looks at that later; see {@link Notes}. */
    void note(String conversation, Event event);

    /** Puts a message on the list of those to be sent to its platform. */
    void enqueue(Message message);

    /**
     * What of a conversation is still to be sent to its platform, oldest first.
     *
     * @param conversation one the unit announced
     */
    List<Departing> outbox(String conversation);

    /**
     * Notes that the message's platform is being called; with null, that the call certainly sent
     * nothing.
     *
     * @param holder stands for this one call
     * @param until when its outcome is due; after that it counts as unknown
     */
    void lease(String conversation, long seq, @Nullable UUID holder, @Nullable Instant until);

    /**
     * The latest messages to the platform of which nobody knows yet whether they were sent, oldest
     * first.
     *
     * @param called the places of those whose platform is being called
     */
    List<Message> undecided(String conversation, Collection<Long> called);

    /** Takes a message off the list of those to be sent. */
    void dequeue(String conversation, long seq);

    /**
     * Moves a message's status forward; a step back is ignored.
     *
     * @param key the platform's id for it, so that its echo is known as this message, beside the
     *     key it was stored with; null if it has none
     */
    void status(
            String conversation,
            long seq,
            Status status,
            @Nullable String reason,
            @Nullable UUID key);

    /** The same for a message at hand. */
    default void status(
            Message message, Status status, @Nullable String reason, @Nullable UUID key) {
        status(message.conversation(), message.seq(), status, reason, key);
    }

    /** Moves every outgoing message up to {@code seq} forward. */
    void statusUpTo(String conversation, long seq, Status status);

    /** Notes that a conversation is with this customer of the merchant's. */
    void belongs(String conversation, String customer);

    /**
     * From here to the commit nobody else, on whatever node, is in the part of this name. Take it
     * before anything it protects is read.
     */
    void exclusive(String part);

    /** Plain SQL in the same transaction, with everything written so far in sight. */
    JdbcClient sql();

    /**
     * What a deduplication key stands for.
     *
     * @param subject the conversation, or the business key
     * @param seq the message's place, 0 if it is none
     */
    record Seen(@Nullable String subject, long seq) {}

    /**
     * A message in its place.
     *
     * @param conversation with the message in it
     * @param message with its {@code seq}
     */
    record Placed(Conversation conversation, Message message) {}

    /**
     * A message on the list of those to be sent.
     *
     * @param seq its place in the conversation
     * @param holder the call under way, null if none is
     * @param until when the outcome of that call is due
     */
    record Departing(long seq, @Nullable UUID holder, @Nullable Instant until) {

        /** True while its platform is being called, or was when a hub stopped. */
        public boolean leased() {
            return until != null;
        }
    }
}
