package io.serai.console;

import io.serai.security.Login;
import io.serai.store.StoreAway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

    /** By conversation, the reply that could not be stored; written as frames come, in turn. */
    private final Map<String, String> notStored = new ConcurrentHashMap<>();

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

    /**
     * Has a reply stored unless one before it in that conversation could not be, and is to come
     * again: the store may be back a moment later, and the customer would read them in the wrong
     * order.
     *
     * @param isStored whether one is there all the same: if it was said twice, its author has heard
     *     so of the other and does not say it again
     * @throws StoreAway if it is not stored
     */
    void inOrder(
            String conversation,
            String clientId,
            Consumer<String> store,
            Predicate<String> isStored) {
        String before = notStored.getOrDefault(conversation, clientId);
        if (!before.equals(clientId) && !isStored.test(before)) {
            throw StoreAway.because(null);
        }
        try {
            store.accept(clientId);
        } catch (RuntimeException e) {
            if (StoreAway.is(e)) {
                notStored.put(conversation, clientId);
            } else {
                notStored.remove(conversation);
            }
            throw e;
        }
        notStored.remove(conversation);
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
