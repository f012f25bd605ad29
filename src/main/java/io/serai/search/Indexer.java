package io.serai.search;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Message;
import io.serai.store.Cursor;
import io.serai.store.CursorGone;
import io.serai.store.Feed;

import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the feed and keeps this node's index up to date: one thread, which waits for the store
 * while that is away and makes the index again when it is of another store or broken.
 */
@Component
class Indexer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Indexer.class);
    private static final int PAGE = 2_000;

    /** How much is read again after a crash, at most. */
    private static final int UNCOMMITTED = 200_000;

    private static final Duration COMMIT = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Feed feed;
    private final SearchSettings settings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;
    private volatile @Nullable MessageIndex index;
    private volatile boolean complete;

    Indexer(Feed feed, SearchSettings settings, MeterRegistry meters) {
        this.feed = feed;
        this.settings = settings;
        Gauge.builder("serai.search.messages", this, Indexer::size)
                .description("Messages that can be found on this node")
                .register(meters);
    }

    /**
     * What can be searched.
     *
     * @throws SearchAway if there is nothing
     */
    MessageIndex index() {
        MessageIndex open = index;
        if (open == null) {
            throw new SearchAway(
                    settings.enabled()
                            ? "The index is not open; the hub's log says why"
                            : "There is no search here: serai.search.folder is empty");
        }
        return open;
    }

    boolean isComplete() {
        return complete;
    }

    private double size() {
        MessageIndex open = index;
        return open == null ? 0 : open.size();
    }

    private void run() {
        Path folder = Path.of(settings.folder());
        Duration pause = Duration.ZERO;
        while (!isStoppedAfter(pause)) {
            pause = AGAIN;
            if (MessageIndex.isBroken(folder)) {
                log.warn("The search index in {} cannot be read; it is made again", folder);
                deleteAll(folder);
            }
            try (MessageIndex opened = new MessageIndex(folder)) {
                index = opened;
                follow(opened);
            } catch (LockObtainFailedException e) {
                log.error(
                        "No search on this node: another hub has the index in {}; give each its own"
                                + " serai.search.folder",
                        folder);
            } catch (IOException e) {
                log.error("The search index in {} failed: {}", folder, e.getMessage());
            } catch (RuntimeException e) { // its message may quote a customer's
                log.error(
                        "The search index in {} failed: {}", folder, e.getClass().getSimpleName());
            } finally {
                index = null;
                complete = false;
            }
        }
    }

    /** Until the hub stops. */
    private void follow(MessageIndex opened) throws IOException {
        Cursor place = opened.cursor().orElse(null);
        Cursor committed = place;
        long due = System.nanoTime() + COMMIT.toNanos();
        int added = 0;
        Duration pause = Duration.ZERO;
        while (!isStoppedAfter(pause)) {
            try {
                Feed.Messages read = feed.messages(place == null ? feed.start() : place, PAGE);
                for (Message message : read.messages()) {
                    opened.add(message);
                    added++;
                }
                place = read.cursor();
                complete = !read.more();
                pause = read.more() ? Duration.ZERO : settings.refresh();
            } catch (CursorGone e) {
                log.warn("The search index is of another store; it is made again");
                opened.clear();
                place = null;
                complete = false;
                pause = Duration.ZERO;
                continue;
            } catch (DataAccessException e) {
                pause = settings.refresh(); // the store is away, which others tell
            }
            boolean late = System.nanoTime() - due > 0 || added > UNCOMMITTED;
            if (place != null && late && !place.equals(committed)) {
                opened.commit(place);
                committed = place;
                added = 0;
                due = System.nanoTime() + COMMIT.toNanos();
            }
            if (!pause.isZero() || late) {
                opened.refresh();
            }
        }
        if (place != null && !place.equals(committed)) {
            opened.commit(place);
        }
    }

    private static void deleteAll(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            log.error("{} cannot be deleted: {}", folder, e.getMessage());
        }
    }

    private boolean isStoppedAfter(Duration pause) {
        try {
            return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void start() {
        if (settings.enabled()) {
            thread = Thread.ofPlatform().daemon().name("search-index").start(this::run);
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread running = thread;
        try {
            if (running != null) {
                running.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && stopped.getCount() > 0;
    }
}
