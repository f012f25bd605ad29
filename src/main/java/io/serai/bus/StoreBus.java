package io.serai.bus;

import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Outgoing;
import io.serai.event.Status;
import io.serai.store.Change;
import io.serai.store.Ledger;
import io.serai.store.LedgerListener;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The bus: the store is its log, a {@link Transport} spreads the word, {@link Handling} and {@link
 * Sending} do the work, and the {@link Sweep} finds what the word did not reach.
 */
@Component
class StoreBus implements Bus, LedgerListener, SmartLifecycle {

    /** How long to rest where nobody said beforehand that the hub goes. */
    private static final Duration UNANNOUNCED = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Handling handling;
    private final Sending sending;
    private final Transport transport;
    private final Sweep sweep;
    private final Calls calls;
    private final Clock clock;
    private volatile boolean running;
    private volatile boolean rested;

    StoreBus(
            Ledger ledger,
            Handling handling,
            Sending sending,
            Transport transport,
            Sweep sweep,
            Calls calls,
            Clock clock) {
        this.ledger = ledger;
        this.handling = handling;
        this.sending = sending;
        this.transport = transport;
        this.sweep = sweep;
        this.calls = calls;
        this.clock = clock;
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
        Arrival arrival = new Arrival(stored.conversation(), stored.message(), stored.fresh());
        return new Receipt(id, stored.seq(), false, transport.arrived(arrival));
    }

    @Override
    public void committed(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Added(var conversation, var message)
                    && Sending.concerns(message)) {
                if (message.status() == Status.QUEUED) {
                    transport.toSend(message);
                } else {
                    sending.push(conversation, message);
                }
            }
        }
    }

    @Override
    public void recovered() {
        transport.storeIsBack();
        sweep.whole();
    }

    @Override
    public void onInbound(@Nullable Handler<Arrival, Arrival> handler) {
        handling.to(handler);
    }

    @Override
    public void onOutbound(@Nullable Handler<Outgoing, Delivery> handler) {
        sending.to(handler);
    }

    @Override
    public void start() {
        calls.endEarlier();
        transport.start(sweep::whole, sweep::now);
        sweep.start();
        running = true;
    }

    /** What is left is taken up by the next run or another hub. */
    @Override
    public int rest(Duration limit) {
        rested = true;
        sweep.stop();
        transport.rest();
        long until = System.nanoTime() + limit.toNanos();
        while (active() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return active();
    }

    private int active() {
        return handling.active() + sending.active();
    }

    @Override
    public void stop() {
        if (!rested) {
            rest(UNANNOUNCED);
        }
        handling.end();
        sending.end();
        transport.stop();
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
