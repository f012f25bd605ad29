package io.serai.feed;

import io.serai.store.Cursor;
import io.serai.store.Feed;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Reads the feed for many: a few of them at the store at once, none of them while they wait. */
@Component
class Reading {

    private final Feed feed;
    private final Tail tail;
    private final Semaphore queries;

    Reading(Feed feed, Tail tail, FeedSettings settings) {
        this.feed = feed;
        this.tail = tail;
        this.queries = new Semaphore(settings.queries(), true);
    }

    /**
     * What follows a cursor, as soon as there is something.
     *
     * @param longest after which it is nothing
     * @throws io.serai.store.CursorGone if it is not known what follows it
     */
    Feed.Slice next(Cursor after, Wanted wanted, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        Cursor place = after;
        while (true) {
            long growth = tail.growth();
            Feed.Slice slice = read(place, wanted);
            if (!slice.entries().isEmpty()) {
                return slice;
            }
            place = slice.cursor();
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!slice.more() && (!left.isPositive() || !tail.await(growth, left))) {
                return slice;
            }
        }
    }

    private Feed.Slice read(Cursor after, Wanted wanted) throws InterruptedException {
        queries.acquire();
        try {
            return feed.after(after, wanted.types(), wanted.limit());
        } finally {
            queries.release();
        }
    }

    /** Waits for the feed to grow, or the store to be there again. */
    void rest(Duration longest) throws InterruptedException {
        tail.await(tail.growth(), longest);
    }

    /** False once the hub stops. */
    boolean isOpen() {
        return tail.isRunning();
    }

    Cursor start() {
        return feed.start();
    }

    Cursor end() {
        return feed.end();
    }
}
