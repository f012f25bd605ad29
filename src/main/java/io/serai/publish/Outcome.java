package io.serai.publish;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * How a call of a subscriber went.
 *
 * @param began when
 * @param took how long
 * @param status HTTP; 0 if there was no answer
 * @param error in a word, null if the subscriber took it
 * @param retryAfter how long the subscriber asks to be left alone
 */
record Outcome(
        Instant began,
        Duration took,
        int status,
        @Nullable String error,
        @Nullable Duration retryAfter) {

    private static final int GONE = 410;

    boolean isTaken() {
        return error == null;
    }

    /** The subscriber wants nothing any more. */
    boolean isGone() {
        return status == GONE;
    }

    /** In a few words, for who looks after it. */
    String words() {
        return status == 0 ? String.valueOf(error) : "HTTP " + status;
    }
}
