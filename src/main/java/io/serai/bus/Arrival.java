package io.serai.bus;

import io.serai.event.Message;
import io.serai.store.Conversation;

/**
 * A customer's message as it comes out of {@code bus:inbound}: durable, in its place, once.
 *
 * @param conversation as it stood when the message was stored
 * @param message what came
 * @param fresh true if nothing earlier was still waiting then, so that {@code conversation} is as
 *     the flow left it
 */
public record Arrival(Conversation conversation, Message message, boolean fresh) {}
