package io.serai.cluster;

import java.util.concurrent.CompletableFuture;

/**
 * Carries texts to the other nodes. What it carries is a hint: it may get lost, and must then cost
 * no more than time. Safe for use by many threads.
 */
public interface Relay {

    /**
     * Reaches the listeners of a topic on all other nodes, never those on this one. Neither waits
     * nor fails; what could not be sent is counted. Texts of one thread arrive in their order.
     */
    void publish(String topic, String text);

    /** Has a listener called for a topic, until the subscription is closed. */
    Subscription subscribe(String topic, Listener listener);

    /**
     * Has an action run whenever hints may have been missed: the connection to the others came, or
     * came back, and all subscriptions hold again. Runs on a thread that may wait.
     */
    void onConnected(Runnable action);

    /** Whether what is said now reaches the others, as far as is known. */
    boolean isConnected();

    /** True if there are no other nodes by configuration, so that nothing needs to be said. */
    boolean isAlone();

    /** Told of what others say. Called in their order and must not wait. */
    interface Listener {
        void received(String topic, String text);
    }

    /** A topic being listened to. */
    interface Subscription extends AutoCloseable {

        /**
         * Completes, never exceptionally, when what is published from now on arrives; at once if
         * the others can't be reached, since then {@link Relay#onConnected} will tell.
         */
        CompletableFuture<Void> ready();

        @Override
        void close();
    }
}
