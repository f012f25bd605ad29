package io.serai.security;

/**
 * A customer on a web page or in an app, known only by the token the hub gave him.
 *
 * @param channel {@code web} or {@code app}
 * @param account the account of that channel
 * @param user the id the hub made for him
 */
public record Visitor(String channel, String account, String user) {}
