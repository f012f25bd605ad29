package io.serai.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.store.Change;
import io.serai.store.Cursor;
import io.serai.store.Feed;
import io.serai.store.LedgerListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Shares the subscriptions among the nodes and has each of this node's served on a thread of its
 * own, so that a slow subscriber holds nobody up. A node holds a subscription by a lease in the
 * store, which it renews; that of a node that died runs out.
 */
@Component
class Couriers implements LedgerListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Couriers.class);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofMillis(1_500);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int SWEPT = 1_000;

    private final Courier.Tools tools;
    private final UUID self = UUID.randomUUID();
    private final Map<UUID, Round> rounds = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean open;
    private volatile @Nullable Cursor end;
    private long swept = System.nanoTime() - SWEEP.toNanos();
    private boolean away;

    Couriers(
            Webhooks webhooks,
            Deliveries deliveries,
            Feed feed,
            Post post,
            SecretBox box,
            WebhookSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.tools =
                new Courier.Tools(webhooks, deliveries, feed, post, box, settings, meters, clock);
        // There from the start, so that an alert sees the first one.
        List.of("delivered", "failed", "dead")
                .forEach(it -> meters.counter("serai.webhooks.attempts", "outcome", it));
    }

    /** One subscription of this node's. */
    private final class Round implements Runnable {

        private final UUID id;
        private final Semaphore call = new Semaphore(0);
        private final Thread runner;
        private volatile long heldUntil;

        Round(UUID id) {
            this.id = id;
            this.runner = Thread.ofVirtual().name("webhook-" + id).unstarted(this);
        }

        private boolean isHeld() {
            return open && System.nanoTime() - heldUntil < 0;
        }

        @Override
        public void run() {
            Courier courier = new Courier(id, self, tools, this::isHeld);
            try {
                while (isHeld()) {
                    rest(courier);
                }
            } catch (Courier.Ended e) {
                log.debug("Webhook {} is done with here", id);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error("Webhook {} stopped and is taken up again", id, e);
            } finally {
                rounds.remove(id, this);
            }
        }

        private void rest(Courier courier) throws Courier.Ended, InterruptedException {
            Duration nap = LONGEST_NAP;
            call.drainPermits();
            try {
                Instant next = courier.round();
                Duration until =
                        next == null ? nap : Duration.between(tools.clock().instant(), next);
                nap = until.compareTo(nap) < 0 ? until : nap;
            } catch (DataAccessException e) {
                nap = tools.settings().poll(); // the store is away, which others tell
            }
            if (nap.isPositive()) {
                call.tryAcquire(nap.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Something was changed here: look at once. */
    void wake() {
        end = null;
        news.release();
    }

    @Override
    public void committed(List<Change> changes) {
        if (!rounds.isEmpty()) {
            news.release();
        }
    }

    private void run() {
        while (open) {
            Duration nap = tools.settings().poll();
            try {
                nap = look() ? nap : LONGEST_NAP;
                away = false;
            } catch (DataAccessException e) {
                if (!away) {
                    log.warn("Webhooks wait for the store: {}", e.getClass().getSimpleName());
                }
                away = true;
            } catch (RuntimeException e) {
                log.error("Webhooks could not be shared out; it is tried again", e);
            }
            try {
                news.tryAcquire(nap.toNanos(), TimeUnit.NANOSECONDS);
                TimeUnit.NANOSECONDS.sleep(SHORT.toNanos()); // for a burst to come together
                news.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** True if anybody subscribed. */
    private boolean look() {
        Duration lease = tools.settings().lease();
        List<Webhook> all = tools.webhooks().all();
        for (Webhook webhook : all) {
            if (webhook.isServed()) {
                serve(webhook.id(), lease);
            }
        }
        sweep(all);
        if (rounds.isEmpty()) {
            return !all.isEmpty();
        }
        Cursor now = tools.feed().end();
        if (!now.equals(end)) {
            end = now;
            rounds.values().forEach(round -> round.call.release());
        }
        return true;
    }

    private void serve(UUID id, Duration lease) {
        long asked = System.nanoTime();
        Round mine = rounds.get(id);
        boolean fresh = mine != null && mine.heldUntil - asked > lease.toNanos() * 2 / 3;
        if (fresh) {
            return;
        }
        Instant now = tools.clock().instant();
        if (!tools.webhooks().claim(id, self, now, now.plus(lease))) {
            return;
        }
        Round round = mine == null ? new Round(id) : mine;
        // Counted from before the question, so that it ends here before it ends in the store.
        round.heldUntil = asked + lease.toNanos();
        if (mine == null) {
            rounds.put(id, round);
            round.runner.start();
        }
    }

    /** Also of those that nobody serves: they have a log, too. */
    private void sweep(List<Webhook> all) {
        if (System.nanoTime() - swept < SWEEP.toNanos()) {
            return;
        }
        swept = System.nanoTime();
        Instant before = tools.clock().instant().minus(tools.settings().retention());
        for (Webhook webhook : all) {
            boolean mine = rounds.containsKey(webhook.id()) || !webhook.isServed();
            while (mine
                    && open
                    && tools.deliveries().forget(webhook.id(), before, SWEPT) == SWEPT) {
                log.debug("More of what became of webhook {} is forgotten", webhook.id());
            }
        }
    }

    @Override
    public void start() {
        open = true;
        Thread.ofPlatform().daemon().name("webhooks").start(this::run);
    }

    @Override
    public void stop() {
        halt();
        try {
            tools.webhooks().release(self);
        } catch (DataAccessException e) {
            log.debug("The leases run out by themselves");
        }
    }

    /** Stops without a word to the store, as a node that dies. */
    void halt() {
        open = false;
        news.release(); // an interrupt in the middle of a query would close H2's file
        List<Round> mine = List.copyOf(rounds.values());
        mine.forEach(round -> round.call.release());
        long deadline = System.nanoTime() + STOP.toNanos();
        try {
            for (Round round : mine) {
                round.runner.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
