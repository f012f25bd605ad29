package io.serai.security;

/**
 * Somebody logged out. Which of their sockets were opened with that session nobody knows: all of
 * them have to show a good one anew.
 *
 * @param login whose session it was
 */
public record SessionEnded(String login) {}
