package io.serai.bot;

import io.serai.event.Content;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * What a plugin would answer.
 *
 * @param intent what it takes the customer to want, such as {@code order-status}; {@link #MISS} if
 *     it answers without having understood
 * @param confidence how sure it is, 0 to 1; below the plugin's threshold the proposal is passed
 *     over
 * @param replies what to say, in order; may be empty
 * @param handOver set if a human shall take over, after the replies
 * @param memory notes for later turns; they are added to those already there, and an empty value
 *     removes one
 */
public record Proposal(
        String intent,
        double confidence,
        List<Content> replies,
        @Nullable HandOver handOver,
        Map<String, String> memory) {

    /** The intent of an answer that was given without understanding; it counts as a miss. */
    public static final String MISS = "miss";

    public Proposal {
        if (intent.isBlank()) {
            throw new IllegalArgumentException("intent must be given");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be from 0 to 1");
        }
        replies = List.copyOf(replies);
        memory = Map.copyOf(memory);
    }

    /** A plain answer in words. */
    public static Proposal saying(String intent, double confidence, String text) {
        return new Proposal(intent, confidence, List.of(new Content.Text(text)), null, Map.of());
    }

    /** This proposal with a human taking over after it. */
    public Proposal handingOver(String reason, @Nullable String skill) {
        return new Proposal(intent, confidence, replies, new HandOver(reason, skill), memory);
    }

    /** This proposal with these notes in place of its own. */
    public Proposal noting(Map<String, String> notes) {
        return new Proposal(intent, confidence, replies, handOver, notes);
    }
}
