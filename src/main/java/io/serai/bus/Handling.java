package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Message;
import io.serai.event.Trail;
import io.serai.store.Backlog;
import io.serai.store.Backlog.Unhandled;
import io.serai.store.StoreAway;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Takes customers' messages to their route: one conversation after another's end, many side by
 * side.
 *
 * <p>The store says what waits and in which order. Being woken too often costs one look at it,
 * being woken too late costs the delay; so whatever wakes may repeat itself, forget and come out of
 * order.
 */
@Component
class Handling {

    private static final Logger log = LoggerFactory.getLogger(Handling.class);
    private static final int SIDE_BY_SIDE = 512;
    private static final int PAGE = 20;

    private final Backlog backlog;
    private final StoreWait store = new StoreWait();
    private final Lanes lanes = new Lanes("inbound", SIDE_BY_SIDE);
    private final Door<Arrival, Arrival> door = new Door<>();
    private final Counter failures;

    Handling(Backlog backlog, MeterRegistry metrics) {
        this.backlog = backlog;
        this.failures =
                Counter.builder("serai.bus.inbound.failures")
                        .description("Messages that not even the dead letters would take")
                        .register(metrics);
        metrics.gauge("serai.bus.inbound.lanes", lanes, Lanes::busy);
    }

    void to(Bus.@Nullable Handler<Arrival, Arrival> handler) {
        door.set(handler);
    }

    /**
     * A message just came in on this hub. It is handled as it is at hand if nothing waited before
     * it, else with what the store says.
     *
     * @return completes when bot and assignment are through with it
     */
    CompletableFuture<@Nullable Void> arrived(Arrival arrival) {
        Message message = arrival.message();
        if (arrival.conversation().handledSeq() >= message.seq()) {
            return CompletableFuture.completedFuture(null); // its human owner sees it
        }
        return inLane(
                message.conversation(),
                () -> (arrival.fresh() && atOnce(arrival)) || catchUp(message.conversation()));
    }

    /**
     * Something may wait in this conversation. Who says so while the same is said already waits
     * along.
     *
     * @return completes when nothing does; fails if something was left, to be found by the sweep
     */
    CompletableFuture<@Nullable Void> wake(String conversation) {
        return lanes.wake(conversation, () -> catchUp(conversation), e -> failed(conversation, e));
    }

    /** Likewise, but only if nobody is at work on the conversation. */
    void wakeIdle(String conversation) {
        if (!lanes.isBusy(conversation)) {
            wake(conversation);
        }
    }

    private CompletableFuture<@Nullable Void> inLane(String conversation, Callable<Boolean> work) {
        return lanes.run(conversation, work, e -> failed(conversation, e));
    }

    /**
     * The route has its own error handling down to the dead letters; what comes here stays where it
     * is in the store, and the sweep comes back to it.
     */
    private void failed(String conversation, Throwable e) {
        failures.increment();
        log.error(
                "A message of conversation {} was not handled and is tried again later: {}",
                conversation,
                e.getClass().getSimpleName());
    }

    /** False if the store went away meanwhile, so that it must be asked how far this came. */
    private boolean atOnce(Arrival arrival) throws Exception {
        try {
            pass(arrival);
            return true;
        } catch (Exception e) {
            if (StoreAway.is(e)) {
                return false;
            }
            throw e;
        }
    }

    private boolean catchUp(String conversation) throws Exception {
        long[] past = {0};
        return store.through(
                lanes,
                () -> {
                    // What comes in while this is at work wakes the lane once more.
                    int found;
                    do {
                        found = page(conversation, past);
                    } while (found == PAGE);
                    return true;
                });
    }

    private int page(String conversation, long[] past) throws Exception {
        Unhandled found = backlog.unhandled(conversation, past[0], PAGE).orElse(null);
        if (found == null) {
            return 0;
        }
        boolean fresh = true;
        for (Message message : found.messages()) {
            pass(new Arrival(found.conversation(), message, fresh));
            past[0] = message.seq();
            fresh = false;
        }
        return found.messages().size();
    }

    private void pass(Arrival arrival) throws Exception {
        Message message = arrival.message();
        // Who waits for a route to come back holds up nobody else.
        lanes.aside(door::await);
        try (var _ = Trail.open(message.conversation(), message.traceparent())) {
            door.pass(arrival);
        }
    }

    int active() {
        return lanes.active();
    }

    /** Whoever waits for the store or a route gives up. */
    void end() {
        door.end();
        store.end();
    }
}
