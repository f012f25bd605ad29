package io.serai.feed;

import io.serai.event.Draining;
import io.serai.store.Change;
import io.serai.store.Cursor;
import io.serai.store.Feed;
import io.serai.store.LedgerListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The end of the feed: wakes whoever waits for it to grow.
 *
 * <p>One thread looks at the store for all of them, as soon as this node has committed something
 * and every {@link FeedSettings#poll} for what other nodes did; it is there only while somebody
 * waits. When the hub stops nobody waits any longer.
 */
@Component
class Tail implements LedgerListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);

    /**
     * Looks in quick succession after a commit of this node that can't be read yet, since another
     * node's transaction that began earlier still runs.
     */
    private static final int EAGER = 25;

    /** How long the thread stays when nobody waits any more. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Feed feed;
    private final FeedSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Condition asked = lock.newCondition();
    private long growth;
    private int waiting;
    private long waited;
    private boolean committed;
    private boolean looking;
    private boolean open = true;

    Tail(Feed feed, FeedSettings settings) {
        this.feed = feed;
        this.settings = settings;
    }

    /** To be asked before reading, so that what comes after the reading is not missed. */
    long growth() {
        lock.lock();
        try {
            return growth;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the feed has grown.
     *
     * @param since the {@link #growth} before the feed was read
     * @return false if it has not within that time, or the hub stops
     */
    boolean await(long since, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            if (!looking) {
                looking = true;
                waited = System.nanoTime();
                Thread.ofVirtual().name("feed-tail").start(this::look);
            }
            waiting++;
            long nanos = longest.toNanos();
            while (open && growth == since && nanos > 0) {
                nanos = grown.awaitNanos(nanos);
            }
            return open && growth != since;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    @Override
    public void committed(List<Change> changes) {
        lock.lock();
        try {
            committed = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        Cursor last = null;
        int again = 0;
        try {
            while (isWanted()) {
                Cursor end = end(last);
                boolean moved = end != null && !end.equals(last);
                if (moved) {
                    grow();
                }
                last = end;
                TimeUnit.NANOSECONDS.sleep(settings.gap().toNanos());
                again = pause(moved ? 0 : again);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWanted() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (waiting > 0) {
                waited = now;
            }
            looking = open && now - waited < LINGER.toNanos();
            return looking;
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        lock.lock();
        try {
            growth++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Until there may be something; returns how many more looks to take without a pause. */
    private int pause(int again) throws InterruptedException {
        lock.lock();
        try {
            if (!committed && again > 0) {
                return again - 1;
            }
            long left = settings.poll().toNanos();
            while (!committed && open && left > 0) {
                left = asked.awaitNanos(left);
            }
            boolean own = committed;
            committed = false;
            return own ? EAGER : 0;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Cursor end(@Nullable Cursor last) {
        try {
            return feed.end();
        } catch (DataAccessException e) {
            if (last != null) {
                log.warn("The feed waits for the store: {}", e.getClass().getSimpleName());
            }
            return null;
        }
    }

    @Override
    public void start() {
        // Looks once somebody waits.
    }

    /** Sends everybody home, so that nothing need wait for them; they come again elsewhere. */
    @EventListener(Draining.class)
    @Override
    public void stop() {
        lock.lock();
        try {
            open = false;
            grown.signalAll();
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }
}
