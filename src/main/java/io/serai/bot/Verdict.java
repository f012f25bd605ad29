package io.serai.bot;

import io.serai.event.Content;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What the bot decided. The flow commits all of it in one transaction: replies, misses, memory and,
 * with a hand-over, the new owner.
 *
 * @param plugin whose answer it is; the replies' sender
 * @param replies what to say, in order; may be empty
 * @param handOver set if a human shall take over, after the replies
 * @param misses how many messages in a row have not been understood now
 * @param memory what to give back with the next turn, in place of what was given with this one
 * @param confidence how sure the plugin was, 0 to 1
 */
public record Verdict(
        String plugin,
        List<Content> replies,
        @Nullable HandOver handOver,
        int misses,
        Map<String, String> memory,
        double confidence) {

    public Verdict {
        replies = List.copyOf(replies);
        memory = Map.copyOf(memory);
    }

    /** Nothing to say, nothing to change. */
    static Verdict silent(Turn turn) {
        return new Verdict("bot", List.of(), null, turn.misses(), turn.memory(), 1);
    }
}
