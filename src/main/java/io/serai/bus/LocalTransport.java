package io.serai.bus;

import io.serai.event.Message;
import io.serai.store.Sole;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** Within one hub: everything is handled where it came in, and no other hub may be there. */
final class LocalTransport implements Transport {

    private final Handling handling;
    private final Sending sending;
    private final Sole sole;

    LocalTransport(Handling handling, Sending sending, Sole sole) {
        this.handling = handling;
        this.sending = sending;
        this.sole = sole;
    }

    @Override
    public CompletableFuture<@Nullable Void> arrived(Arrival arrival) {
        return handling.arrived(arrival);
    }

    @Override
    public void toSend(Message message) {
        sending.stored(message);
    }

    @Override
    public void wakeInbound(String conversation) {
        handling.wakeIdle(conversation);
    }

    @Override
    public void wakeOutbound(String conversation) {
        sending.wakeIdle(conversation);
    }

    @Override
    public void start(Runnable missed, Runnable back) {
        sole.claim();
    }

    @Override
    public void storeIsBack() {
        sole.look();
    }

    @Override
    public void rest() {
        // What comes in is this hub's to handle, to the end.
    }

    @Override
    public void stop() {
        sole.release();
    }
}
