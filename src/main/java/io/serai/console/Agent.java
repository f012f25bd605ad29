package io.serai.console;

import io.serai.security.Login;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Who is at the other end of an agent's connection, and how far it has been told each of their
 * conversations. What is told of conversations is told in turn: one thing after another.
 */
final class Agent {

    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private final Login login;
    private final Instant until;

    /** The latest number this connection was told, by conversation. For whoever's turn it is. */
    private final Map<String, Long> cursors = new HashMap<>();

    private CompletableFuture<Void> turn;

    /**
     * @param login who
     * @param until when the session is over at the latest
     * @param welcomed what is to be told waits until this completes
     */
    Agent(Login login, Instant until, CompletableFuture<Void> welcomed) {
        this.login = login;
        this.until = until;
        this.turn = welcomed;
    }

    Login login() {
        return login;
    }

    boolean isOver(Instant now) {
        return now.isAfter(until);
    }

    String name() {
        return login.login();
    }

    Map<String, Long> cursors() {
        return cursors;
    }

    /** Has something done after everything before it. */
    synchronized void inTurn(Runnable work, Executor threads) {
        turn =
                turn.thenRunAsync(work, threads)
                        .exceptionally(
                                e -> {
                                    // As when the store is away: the next round finds it.
                                    log.warn(
                                            "An agent could not be told something: {}",
                                            cause(e).getClass().getSimpleName());
                                    return null;
                                });
    }

    private static Throwable cause(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }
}
