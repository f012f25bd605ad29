package io.serai.store;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message that the flow could not handle.
 *
 * @param id the dead letter's own
 * @param conversation the message's conversation
 * @param seq the message's place in it
 * @param message the message's id
 * @param route the route that failed
 * @param reason why, as the name of what was thrown
 * @param time when
 * @param replayed when it was put through the flow again; null if it was not
 */
public record DeadLetter(
        String id,
        String conversation,
        long seq,
        String message,
        @Nullable String route,
        String reason,
        Instant time,
        @Nullable Instant replayed) {}
