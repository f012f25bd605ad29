package io.serai.security;

/** What a login may do. */
public enum Role {
    /** Talks with customers. */
    AGENT,
    /** Sees every conversation and the board, and moves work between agents. */
    SUPERVISOR,
    /** Writes routes and connectors: may run code on the hub. */
    INTEGRATOR,
    /** Everything. */
    ADMIN
}
