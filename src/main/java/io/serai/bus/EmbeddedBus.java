package io.serai.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Message;
import io.serai.event.Outgoing;
import io.serai.event.Trail;
import io.serai.store.Change;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Ledger;
import io.serai.store.LedgerListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The bus of one machine: the store is its log, {@link Lanes} are its partitions.
 *
 * <p>At start it takes up what was left: customers' messages that bot and assignment were not
 * through with, and replies not yet sent.
 */
@Component
class EmbeddedBus implements Bus, LedgerListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBus.class);
    private static final int SIDE_BY_SIDE = 512;
    private static final int PAGE = 500;

    /** How long to rest where nobody said beforehand that the hub goes. */
    private static final Duration UNANNOUNCED = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Conversations conversations;
    private final Outbox outbox;
    private final Clock clock;
    private final Lanes inbound = new Lanes("inbound", SIDE_BY_SIDE);
    private final Lanes outbound = new Lanes("outbound", SIDE_BY_SIDE);
    private final Door<Arrival, Arrival> arrivals = new Door<>();
    private final Door<Outgoing, Delivery> departures = new Door<>();
    private volatile boolean running;
    private volatile boolean rested;

    EmbeddedBus(
            Ledger ledger,
            Conversations conversations,
            Outbox outbox,
            Clock clock,
            MeterRegistry metrics) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.outbox = outbox;
        this.clock = clock;
        metrics.gauge("serai.bus.inbound.lanes", inbound, Lanes::busy);
        metrics.gauge("serai.bus.outbound.lanes", outbound, Lanes::busy);
    }

    @Override
    public CompletableFuture<Receipt> publish(Inbound what) {
        // The next step runs on the thread that tells of commits, one after another: so lanes fill
        // in the order of the numbers.
        return ledger.commit(Inbox.unit(what, clock)).thenApply(this::receipt);
    }

    private Receipt receipt(Inbox.Stored stored) {
        String id = stored.conversation() == null ? "" : stored.conversation().id();
        if (stored.conversation() == null
                || stored.message() == null
                || stored.message().outgoing()) {
            return new Receipt(
                    id, stored.seq(), stored.duplicate(), CompletableFuture.completedFuture(null));
        }
        CompletableFuture<Void> handled = new CompletableFuture<>();
        arrive(new Arrival(stored.conversation(), stored.message(), stored.fresh()), handled);
        return new Receipt(id, stored.seq(), false, handled);
    }

    private void arrive(Arrival arrival, CompletableFuture<@Nullable Void> handled) {
        inbound.add(
                arrival.message().conversation(),
                () -> {
                    try (var _ = trail(arrival.message())) {
                        arrivals.pass(arrival);
                        handled.complete(null);
                    } catch (Exception e) {
                        // The route has its own error handling down to the dead letters; what comes
                        // here, comes again at the next start.
                        log.error(
                                "Message {} was not handled: {}",
                                arrival.message().id(),
                                e.getClass().getSimpleName());
                        handled.completeExceptionally(e);
                    }
                });
    }

    @Override
    public void committed(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Added(Conversation conversation, var message)
                    && Outbox.concerns(message)) {
                send(conversation, message);
            }
        }
    }

    private void send(Conversation conversation, Message message) {
        outbound.add(
                message.conversation(),
                () -> {
                    try (var _ = trail(message)) {
                        outbox.send(conversation, message, departures, outbound);
                    }
                });
    }

    /** A lane goes on with the trace of what it carries. */
    private static Trail trail(Message message) {
        return Trail.open(message.conversation(), message.traceparent());
    }

    @Override
    public void onInbound(@Nullable Handler<Arrival, Arrival> handler) {
        arrivals.set(handler);
    }

    @Override
    public void onOutbound(@Nullable Handler<Outgoing, Delivery> handler) {
        departures.set(handler);
    }

    /** Takes up what was left. */
    @Override
    public void start() {
        running = true;
        List<Conversation> left = conversations.pending();
        for (Conversation conversation : left) {
            takeUp(conversation);
        }
        int unsent = outbox.left(this::send);
        if (!left.isEmpty() || unsent > 0) {
            log.info(
                    "Took up {} conversations and {} replies left by the last run",
                    left.size(),
                    unsent);
        }
    }

    private void takeUp(Conversation conversation) {
        long after = conversation.handledSeq();
        List<Message> page;
        do {
            page = conversations.after(conversation.id(), after, PAGE);
            for (Message message : page) {
                after = message.seq();
                if (!message.outgoing()) {
                    arrive(new Arrival(conversation, message, false), new CompletableFuture<>());
                }
            }
        } while (page.size() == PAGE);
    }

    /** What is left is taken up by the next run. */
    @Override
    public int rest(Duration limit) {
        rested = true;
        long until = System.nanoTime() + limit.toNanos();
        while (active() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return active();
    }

    private int active() {
        return inbound.active() + outbound.active();
    }

    @Override
    public void stop() {
        if (!rested) {
            rest(UNANNOUNCED);
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the ledger, before Camel lets customers in. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 2000;
    }
}
