package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Delivery;
import io.serai.event.Message;
import io.serai.event.NotSent;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.event.Trail;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Ledger;
import io.serai.store.StoreAway;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Sends what is stored to be sent, in the order of a conversation.
 *
 * <p>Before a platform is called that is written down, with the time by which the call must be
 * over; so after a crash it is known which calls may have gone through. Their outcome is unknown
 * and they are marked so, not repeated. What certainly was not sent is tried again, with longer and
 * longer waits.
 */
@Component
class Sending {

    private static final Logger log = LoggerFactory.getLogger(Sending.class);
    private static final int SIDE_BY_SIDE = 512;
    private static final int TRIES = 8;

    private final Ledger ledger;
    private final Conversations conversations;
    private final BusSettings settings;
    private final Calls calls;
    private final Clock clock;
    private final StoreWait store = new StoreWait();
    private final Lanes lanes = new Lanes("outbound", SIDE_BY_SIDE);
    private final Door<Outgoing, Delivery> door = new Door<>();
    private final Pauses pauses = new Pauses(this::wake);
    private final Counter failures;

    Sending(
            Ledger ledger,
            Conversations conversations,
            BusSettings settings,
            Calls calls,
            Clock clock,
            MeterRegistry metrics) {
        this.ledger = ledger;
        this.calls = calls;
        this.conversations = conversations;
        this.settings = settings;
        this.clock = clock;
        this.failures =
                Counter.builder("serai.bus.outbound.failures")
                        .description("Tries to send that certainly sent nothing")
                        .register(metrics);
        metrics.gauge("serai.bus.outbound.lanes", lanes, Lanes::busy);
    }

    /**
     * True for what the hub itself says; the merchant's own words in the platform's app are there
     * already.
     */
    static boolean concerns(Message message) {
        return message.outgoing() && message.sender().kind() != Sender.Kind.MERCHANT;
    }

    void to(Bus.@Nullable Handler<Outgoing, Delivery> handler) {
        door.set(handler);
    }

    /** To sockets, whose clients come for what they missed: nothing to write down. */
    void push(Conversation conversation, Message message) {
        lanes.add(
                message.conversation(),
                () -> {
                    try (var _ = Trail.open(message.conversation(), message.traceparent())) {
                        door.pass(
                                new Outgoing(
                                        conversation.address(), message, conversation.reply()));
                    } catch (Exception e) {
                        log.debug(
                                "Message {} waits for its customer's next connection",
                                message.id());
                    }
                });
    }

    /** A message was just stored, to be sent to its platform. */
    void stored(Message message) {
        String conversation = message.conversation();
        lanes.run(conversation, () -> send(conversation, message), e -> failed(conversation, e));
    }

    /**
     * Something may be to be sent in this conversation. Who says so while the same is said already
     * waits along.
     *
     * @return completes when it was tried; whatever is still to be sent then, the store knows
     */
    CompletableFuture<@Nullable Void> wake(String conversation) {
        return lanes.wake(
                conversation, () -> send(conversation, null), e -> failed(conversation, e));
    }

    /** Likewise, but only if nobody is at work on the conversation. */
    void wakeIdle(String conversation) {
        if (!lanes.isBusy(conversation)) {
            wake(conversation);
        }
    }

    private static void failed(String conversation, Throwable e) {
        log.error(
                "Sending to conversation {} failed and is tried again later: {}",
                conversation,
                e.getClass().getSimpleName());
    }

    /**
     * Sends until nothing is left, or until something must wait.
     *
     * @param hint the message that is probably next, to save reading it
     */
    private boolean send(String conversation, @Nullable Message hint) throws Exception {
        boolean more = !pauses.isPaused(conversation);
        while (more) {
            // Not a word of a call while its route is away: a stop then would leave its outcome
            // unknown.
            lanes.aside(door::await);
            // One for all tries of the same commit: the first may have got through.
            UUID call = calls.next();
            Turn.Lease lease =
                    new Turn.Lease(
                            conversation, call, settings.callLimit(), !settings.kafka(), clock);
            switch (store.through(lanes, () -> ledger.commitNow(lease))) {
                case Turn.None() -> {
                    pauses.end(conversation);
                    return true;
                }
                case Turn.Elsewhere(var until) -> {
                    pauses.pause(conversation, Duration.between(clock.instant(), until));
                    return true;
                }
                case Turn.Of turn -> more = call(turn, message(turn, hint), call);
            }
            // Whoever is behind in the lane brings the next message along.
            more = more && !lanes.hasMore(conversation);
        }
        return true;
    }

    private Message message(Turn.Of turn, @Nullable Message hint) throws Exception {
        return hint != null && hint.seq() == turn.seq()
                ? hint
                : store.through(
                        lanes,
                        () ->
                                conversations
                                        .message(turn.conversation().id(), turn.seq())
                                        .orElseThrow());
    }

    /** Returns true if there is more to send at once. */
    private boolean call(Turn.Of turn, Message message, UUID call) throws Exception {
        Conversation conversation = turn.conversation();
        Delivery delivery;
        try (var _ = Trail.open(conversation.id(), message.traceparent())) {
            delivery =
                    door.passNow(
                            new Outgoing(conversation.address(), message, conversation.reply()));
        } catch (Door.Closed e) {
            commit(new Turn.Release(conversation.id(), turn.seq(), call));
            return true;
        } catch (Exception e) {
            int tries = StoreAway.is(e) ? 1 : pauses.tried(conversation.id(), turn.seq());
            failures.increment();
            log.warn(
                    "Message {} was not sent, try {} of {}: {}",
                    message.id(),
                    tries,
                    TRIES,
                    NotSent.reason(e));
            if (tries < TRIES) {
                commit(new Turn.Release(conversation.id(), turn.seq(), call));
                pauses.retry(conversation.id(), turn.seq(), tries);
                return false;
            }
            delivery = Delivery.failed("The platform could not be reached; send it again later");
        }
        Delivery outcome = delivery;
        pauses.end(conversation.id());
        return commit(new Settled(conversation.id(), turn.seq(), outcome));
    }

    private boolean commit(io.serai.store.Unit<Boolean> unit) throws Exception {
        return store.through(lanes, () -> ledger.commitNow(unit));
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
