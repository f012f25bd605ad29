package io.serai.bus;

import io.serai.event.Message;
import io.serai.store.Conversation;

/**
 * A customer's message as it comes out of {@code bus:inbound}: durable, in its place, once.
 *
 * @param conversation as it stood when the message was stored
 * @param message what came
 */
public record Arrival(Conversation conversation, Message message) {}
