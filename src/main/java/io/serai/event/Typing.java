package io.serai.event;

/**
 * Somebody is typing, or has stopped. Passed on to whoever looks, never stored.
 *
 * @param conversation where
 * @param by which side
 * @param on whether they type
 */
public record Typing(String conversation, Sender.Kind by, boolean on) {}
