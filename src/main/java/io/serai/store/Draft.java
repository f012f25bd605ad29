package io.serai.store;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.serai.event.Content;
import io.serai.event.Ids;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A message before it has its place. Its JSON is made here, on the author's thread, since the one
 * thread that writes has better to do.
 *
 * @param id UUIDv7
 * @param time the hub's clock
 * @param said what stands in the body
 * @param status how far it is when it is stored
 * @param dedup with the conversation unique for ever, null if nothing can repeat it
 * @param body {@code said} as JSON
 */
public record Draft(
        String id, Instant time, Said said, Status status, @Nullable UUID dedup, String body) {

    private static final int PREVIEW = 80;

    /** What is kept as JSON; the rest of a message stands in columns. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            Sender sender,
            Content content,
            @Nullable Instant platformTime,
            @Nullable String clientId) {}

    public static Draft of(
            Sender sender,
            Content content,
            @Nullable Instant platformTime,
            @Nullable String clientId,
            Status status,
            @Nullable UUID dedup,
            Instant now) {
        Said said = new Said(sender, content, platformTime, clientId);
        return new Draft(Ids.next(), now, said, status, dedup, Storable.json(said));
    }

    Message placed(String conversation, long seq, @Nullable String traceparent) {
        return new Message(
                id,
                conversation,
                seq,
                said.sender,
                said.content,
                time,
                said.platformTime,
                said.clientId,
                status,
                null,
                traceparent);
    }

    /** The beginning of it, for a list. */
    String preview() {
        String words = said.content.words();
        String shown = words.isEmpty() ? "[" + kind() + "]" : words;
        return Storable.cut(shown, PREVIEW);
    }

    private String kind() {
        return switch (said.content) {
            case Content.Signal signal -> signal.name();
            case Content.Unsupported unsupported -> unsupported.original();
            default -> said.content.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
