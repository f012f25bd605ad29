package io.serai.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.security.Session;
import io.serai.store.CursorGone;
import io.serai.store.Feed;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /api/v1/events}: every event from a cursor on, for integrators. Pages of JSON, by long
 * poll if wanted; or Server-Sent Events. docs/events.md is its contract.
 */
@RestController
class FeedApi {

    private static final Logger log = LoggerFactory.getLogger(FeedApi.class);
    private static final String RETRY_AFTER = "5"; // seconds

    private final Reading reading;
    private final FeedSettings settings;
    private final MeterRegistry meters;
    private final Semaphore readers;

    FeedApi(Reading reading, FeedSettings settings, MeterRegistry meters) {
        this.reading = reading;
        this.settings = settings;
        this.meters = meters;
        this.readers = new Semaphore(settings.readers());
        meters.gauge(
                "serai.feed.readers",
                readers,
                free -> settings.readers() - free.availablePermits());
    }

    /**
     * A page.
     *
     * @param events CloudEvents, oldest first
     * @param cursor what to send as {@code after} next time
     * @param more whether to ask again at once
     */
    record Page(List<Event> events, String cursor, boolean more) {}

    /** Gives every event from a cursor on. */
    @GetMapping("/api/v1/events")
    @Nullable ResponseEntity<String> events(
            HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        if (!readers.tryAcquire()) {
            return busy();
        }
        boolean streams = false;
        try {
            Query query = Query.of(request, reading::start, reading::end);
            if (!query.stream()) {
                return page(query);
            }
            stream(query, request, response);
            streams = true;
            return null; // the stream answers
        } finally {
            if (!streams) {
                readers.release();
            }
        }
    }

    private ResponseEntity<String> page(Query query) throws InterruptedException {
        Feed.Slice slice = reading.next(query.after(), query.wanted(), query.patience());
        List<Event> events = slice.entries().stream().map(Feed.Entry::event).toList();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(new Page(events, slice.cursor().toString(), slice.more())));
    }

    private void stream(Query query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // or nginx would keep it to itself
        Outlet outlet = Outlet.of(request, response, settings.patience());
        BooleanSupplier admitted =
                request.getUserPrincipal() instanceof Session session
                        ? session::isGood
                        : () -> true;
        Stream stream = new Stream(reading, settings, meters, query, outlet, admitted);
        Thread.ofVirtual()
                .name("feed-stream")
                .start(
                        () -> {
                            try {
                                stream.run();
                            } finally {
                                readers.release();
                            }
                        });
    }

    @ExceptionHandler(BadQuery.class)
    ResponseEntity<String> bad(BadQuery e) {
        return refused(HttpStatus.BAD_REQUEST, "bad-query", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler(CursorGone.class)
    ResponseEntity<String> gone(CursorGone e) {
        return refused(HttpStatus.GONE, Reload.CODE, Reload.detail(e));
    }

    @ExceptionHandler(DataAccessException.class)
    ResponseEntity<String> away() {
        return refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "The store can't be read; come again with the same cursor");
    }

    private ResponseEntity<String> busy() {
        return refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "busy",
                "Too many read the feed; come again later, or raise serai.feed.readers");
    }

    private ResponseEntity<String> refused(HttpStatus status, String code, String detail) {
        log.info("A reader of the feed was refused: {}", detail);
        meters.counter("serai.feed.refused", "reason", code).increment();
        var response =
                ResponseEntity.status(status)
                        .cacheControl(CacheControl.noStore())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header("Retry-After", RETRY_AFTER);
        }
        return response.body(
                Json.write(
                        new Refusal(
                                "about:blank",
                                status.value(),
                                status.getReasonPhrase(),
                                detail,
                                code)));
    }

    /** A problem of RFC 9457, with a code for programs. */
    private record Refusal(String type, int status, String title, String detail, String code) {}
}
