package io.serai.security;

import java.util.Map;

/**
 * Who was at the other end of a socket that the hub closed for a restart, and how far they had been
 * told. A token that says so is good for ten minutes, on every node.
 *
 * @param channel {@code web}, {@code app}, or {@code agent} for somebody who works here
 * @param account the account of that channel; empty for an agent
 * @param user the customer, or the login
 * @param seq the last number a customer was told; 0 for an agent
 * @param attributes what the merchant vouched for
 */
public record Resume(
        String channel, String account, String user, long seq, Map<String, String> attributes) {

    /** The channel of those who work here. */
    public static final String AGENT = "agent";
}
