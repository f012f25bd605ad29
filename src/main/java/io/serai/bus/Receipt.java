package io.serai.bus;

import java.util.concurrent.CompletionStage;

/**
 * Says that a message is durable.
 *
 * @param conversation the conversation's id, empty for an account event
 * @param seq its place in the conversation, 0 for an account event
 * @param duplicate true if it was stored before and this was only another delivery of it
 * @param handled completes when bot and assignment are through with it; at once for a duplicate
 */
public record Receipt(
        String conversation, long seq, boolean duplicate, CompletionStage<Void> handled) {}
