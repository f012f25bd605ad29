package io.serai.bus;

import io.serai.event.Message;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * Carries word of what was stored to whoever handles or sends it. What it loses or repeats costs a
 * delay, no message: the store knows. Nothing here waits for anything.
 */
interface Transport {

    /**
     * A customer's message was stored on this hub.
     *
     * @return completes when it is handled, or when this hub will not learn of it in time to matter
     */
    CompletableFuture<@Nullable Void> arrived(Arrival arrival);

    /** A message to a platform was stored on this hub. */
    void toSend(Message message);

    /** Something may wait to be handled in this conversation. */
    void wakeInbound(String conversation);

    /** Something may wait to be sent in this conversation. */
    void wakeOutbound(String conversation);

    /**
     * Called once the store is there and before customers are let in.
     *
     * @param missed to be run when word was lost, so that whatever waits is looked for
     * @param back to be run when no word could be spread for a while and it can again: others' may
     *     have been lost
     */
    void start(Runnable missed, Runnable back);

    /** Called when the store was away and is there again. */
    void storeIsBack();

    /** Called when the hub is about to stop: it takes up nothing new. */
    void rest();

    /** Called when the hub stops. */
    void stop();
}
