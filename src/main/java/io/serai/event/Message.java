package io.serai.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message of a conversation, as stored and as every client sees it.
 *
 * @param id UUIDv7, ordered by time
 * @param conversation {@link Address#conversation()}
 * @param seq its place in the conversation: 1, 2, 3 … without a gap, given in the transaction that
 *     stored it
 * @param sender who said it
 * @param content what was said
 * @param time the hub's clock
 * @param platformTime the platform's clock
 * @param clientId the id its author's client gave it; the same id again is the same message
 * @param status how far it has come
 * @param reason why it failed, in words for an agent
 * @param traceparent the W3C trace it belongs to; the hub's own affair, not shown to clients
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Message(
        String id,
        String conversation,
        long seq,
        Sender sender,
        Content content,
        Instant time,
        @Nullable Instant platformTime,
        @Nullable String clientId,
        Status status,
        @Nullable String reason,
        @JsonIgnore @Nullable String traceparent) {

    /** One that belongs to no trace. */
    public Message(
            String id,
            String conversation,
            long seq,
            Sender sender,
            Content content,
            Instant time,
            @Nullable Instant platformTime,
            @Nullable String clientId,
            Status status,
            @Nullable String reason) {
        this(
                id,
                conversation,
                seq,
                sender,
                content,
                time,
                platformTime,
                clientId,
                status,
                reason,
                null);
    }

    /** True if it goes to the customer, false if it came from there. */
    public boolean outgoing() {
        return sender.kind() != Sender.Kind.CUSTOMER;
    }

    public Message with(Status status, @Nullable String reason) {
        return new Message(
                id,
                conversation,
                seq,
                sender,
                content,
                time,
                platformTime,
                clientId,
                status,
                reason,
                traceparent);
    }
}
