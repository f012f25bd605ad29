package io.serai.chaos;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What one agent's console knows of one conversation. */
final class Held {

    /** Who has the message at each place. */
    private final Map<Long, String> shown = new ConcurrentSkipListMap<>();

    private long known;
    volatile boolean mine;
    long fence;
    long baseline;
    long touched = System.nanoTime();

    /** The last place up to which nothing is missing. */
    synchronized long cursor() {
        while (shown.containsKey(known + 1)) {
            known++;
        }
        return known;
    }

    /**
     * Takes a message in.
     *
     * @return false if it was there before
     * @throws IllegalStateException if another one stood at its place
     */
    synchronized boolean show(JsonNode message) {
        String id = message.path("id").asText();
        String before = shown.put(message.path("seq").asLong(), id);
        if (before != null && !before.equals(id)) {
            throw new IllegalStateException(
                    "place " + message.path("seq") + " was " + before + " and is now " + id);
        }
        touched = System.nanoTime();
        return before == null;
    }
}
