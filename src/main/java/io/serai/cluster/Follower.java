package io.serai.cluster;

/**
 * Follows numbered messages on behalf of who is connected to this node, and may have missed hints
 * of them. A Spring bean of this type is found by itself.
 */
public interface Follower {

    /** Compares with the store and catches up. On a thread that may wait; must be cheap. */
    void catchUp();

    /**
     * The connection to the other nodes came, or came back: what is not numbered may be old too.
     */
    default void reconnected() {
        catchUp();
    }
}
