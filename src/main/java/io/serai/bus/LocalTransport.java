package io.serai.bus;

import io.serai.event.Message;
import io.serai.store.Sole;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

import java.util.concurrent.CompletableFuture;

/** Within one hub: everything is handled where it came in, and no other hub may be there. */
final class LocalTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(LocalTransport.class);

    private final Handling handling;
    private final Sending sending;
    private final Sole sole;
    private final ConfigurableApplicationContext application;

    LocalTransport(
            Handling handling,
            Sending sending,
            Sole sole,
            ConfigurableApplicationContext application) {
        this.handling = handling;
        this.sending = sending;
        this.sole = sole;
        this.application = application;
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
        sole.claim(this::stepDown);
    }

    @Override
    public void storeIsBack() {
        sole.look();
    }

    /** Two that cannot see each other would both handle what waits. */
    private void stepDown() {
        log.error(
                "This hub stops: another one with the embedded bus took the store while it was"
                        + " away. Stop one of them for good, or set serai.bus.brokers for both");
        Thread.ofPlatform().name("step-down").start(application::close);
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
