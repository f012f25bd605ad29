package io.serai.event;

import java.util.Map;

/**
 * What a channel's sink is given on {@code direct:outbound.{channel}.{account}}.
 *
 * @param address to whom
 * @param message what to send; its id stays the same over every try
 * @param reply what the customer's latest message gave for answering it ({@link
 *     Inbound.Said#reply()}), and {@code at}: the ISO time of that message
 */
public record Outgoing(Address address, Message message, Map<String, String> reply) {}
