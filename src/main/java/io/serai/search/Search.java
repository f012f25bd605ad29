package io.serai.search;

import org.apache.lucene.search.Query;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Finds messages by their words, the latest first. */
@Component
public class Search {

    private final Indexer indexer;

    Search(Indexer indexer) {
        this.indexer = indexer;
    }

    /**
     * A message that was found.
     *
     * @param id the message's
     * @param seq its place in the conversation
     */
    public record Found(String id, String conversation, long seq) {}

    /**
     * The latest messages with these words in them.
     *
     * @param words all of them, in whatever order; Chinese without white space as it stands
     * @param conversation only in this one, unless null
     * @param before only what is older than the message of this id, unless null
     * @throws IllegalArgumentException if there is nothing to look for, or {@code before} is no id
     * @throws SearchAway if this node has no index that can be searched
     */
    public List<Found> find(
            String words, @Nullable String conversation, @Nullable String before, int limit) {
        Query query =
                Words.query(words)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "q must have a letter, a digit or a character in"
                                                        + " it"));
        UUID than = before == null ? null : id(before);
        try {
            return indexer.index().find(query, conversation, than, limit).stream()
                    .map(it -> new Found(it.id().toString(), it.conversation(), it.seq()))
                    .toList();
        } catch (IOException | AlreadyClosedException e) {
            throw new SearchAway("The index cannot be read just now");
        }
    }

    /** False while the index still takes up what was said before. */
    public boolean isComplete() {
        return indexer.isComplete();
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("before must be the id of a message", e);
        }
    }
}
