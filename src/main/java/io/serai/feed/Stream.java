package io.serai.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Json;
import io.serai.store.Cursor;
import io.serai.store.CursorGone;
import io.serai.store.Feed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One reader's stream of Server-Sent Events: {@code id} is the cursor after the event, {@code
 * event} its type, {@code data} the CloudEvent. Ends when the reader is gone or too slow, when its
 * session or the hub ends, and after {@link FeedSettings#longest}; the reader comes again with the
 * last id.
 */
final class Stream {

    private static final Logger log = LoggerFactory.getLogger(Stream.class);
    private static final int RETRY = 1_000; // ms until a browser comes again

    private final Reading reading;
    private final FeedSettings settings;
    private final MeterRegistry meters;
    private final Wanted wanted;
    private final Outlet outlet;
    private final BooleanSupplier admitted;
    private Cursor place;
    private boolean away;

    Stream(
            Reading reading,
            FeedSettings settings,
            MeterRegistry meters,
            Query query,
            Outlet outlet,
            BooleanSupplier admitted) {
        this.reading = reading;
        this.settings = settings;
        this.meters = meters;
        this.wanted = query.wanted();
        this.place = query.after();
        this.outlet = outlet;
        this.admitted = admitted;
    }

    /** Runs until it ends. */
    void run() {
        String outcome = "ended";
        try (outlet) {
            outlet.send("retry: " + RETRY + "\nid: " + place + "\n\n");
            tell();
        } catch (Outlet.TooSlow e) {
            outcome = "too-slow";
            log.info("A reader of the feed took nothing for {} and was cut", settings.patience());
        } catch (IOException e) {
            outcome = "gone";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            meters.counter("serai.feed.streams", "outcome", outcome).increment();
        }
    }

    private void tell() throws IOException, InterruptedException {
        long end = System.nanoTime() + settings.longest().toNanos();
        try {
            while (reading.isOpen() && System.nanoTime() - end < 0) {
                Feed.Slice slice = next();
                if (!admitted.getAsBoolean()) {
                    return;
                }
                for (Feed.Entry entry : slice.entries()) {
                    outlet.send(
                            "id: "
                                    + entry.cursor()
                                    + "\nevent: "
                                    + entry.event().type()
                                    + "\ndata: "
                                    + Json.write(entry.event())
                                    + "\n\n");
                }
                place = slice.cursor();
                if (slice.entries().isEmpty()) {
                    // Without data it is no event; it only moves the reader's last id on.
                    outlet.send(": \nid: " + place + "\n\n");
                }
            }
        } catch (CursorGone e) {
            outlet.send(
                    "id\nevent: reload\ndata: "
                            + Json.write(Map.of("code", Reload.CODE, "detail", Reload.detail(e)))
                            + "\n\n");
        }
    }

    /** What is new, at the latest after a heartbeat; nothing while the store is away. */
    private Feed.Slice next() throws InterruptedException {
        try {
            Feed.Slice slice = reading.next(place, wanted, settings.heartbeat());
            away = false;
            return slice;
        } catch (DataAccessException e) {
            if (!away) {
                log.warn("A stream waits for the store: {}", e.getClass().getSimpleName());
            }
            away = true;
            reading.rest(settings.heartbeat());
            return new Feed.Slice(java.util.List.of(), place, false);
        }
    }
}
