package io.serai.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;

import jakarta.servlet.ServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives a {@link Reusable} answer again, on the I/O thread: no other thread, no filter and no route
 * sees the request. Nothing is decided here: somebody may have an answer who was given it before,
 * for the same URL, by all that decides about it, and is still {@link Callers the same}. Whatever a
 * live edit may change is forgotten with the edit.
 *
 * <p>Spring has no such thing, and a servlet filter would come too late: the way to it costs ten
 * times what is left of the request here.
 */
final class ResponseCache implements HttpHandler {

    private static final long MOST_BYTES = 16 << 20;

    /** About what an entry takes besides its body, its URL included. */
    private static final int OVERHEAD = 2_000;

    private static final int LONGEST_URL = 1_000;

    private static final Set<HttpString> OF_ONE_ANSWER =
            Set.of(
                    Headers.DATE,
                    Headers.CONNECTION,
                    Headers.CONTENT_LENGTH,
                    Headers.TRANSFER_ENCODING);

    private final Callers callers;
    private final MeterRegistry meters;
    private final Clock clock;
    private final HttpHandler next;
    private final AtomicInteger generation = new AtomicInteger();
    private final Cache<Asked, Kept> kept =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_BYTES)
                    .<Asked, Kept>weigher(
                            (asked, kept) -> OVERHEAD + kept.answer.body().remaining())
                    .build();

    ResponseCache(Callers callers, MeterRegistry meters, Clock clock, HttpHandler next) {
        this.callers = callers;
        this.meters = meters;
        this.clock = clock;
        this.next = next;
    }

    private record Asked(String bearer, String url) {}

    private record Header(HttpString name, String value) {}

    private record Kept(Object caller, Reusable answer, List<Header> headers, Timer timer) {}

    /** Forgets everything, also what is on its way. */
    void forget() {
        generation.incrementAndGet();
        kept.invalidateAll();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Asked asked = asked(exchange);
        if (asked == null) {
            next.handleRequest(exchange);
            return;
        }
        Kept known = kept.getIfPresent(asked);
        if (known != null && isGood(known, asked)) {
            give(exchange, known);
            return;
        }
        int before = generation.get();
        exchange.addExchangeCompleteListener(
                (done, proceed) -> {
                    keep(done, asked, before);
                    proceed.proceed();
                });
        next.handleRequest(exchange);
    }

    /** Null for what is never given again: anything but a short, plain GET with a token. */
    private static @Nullable Asked asked(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String authorization = headers.getFirst(Headers.AUTHORIZATION);
        if (authorization == null
                || !authorization.startsWith("Bearer ")
                || !exchange.getRequestMethod().equals(Methods.GET)
                || !exchange.isRequestComplete()
                || headers.contains(Headers.ORIGIN)
                || headers.contains(Headers.RANGE)) {
            return null;
        }
        String url = exchange.getRequestURI() + "?" + exchange.getQueryString();
        return url.length() > LONGEST_URL ? null : new Asked(authorization.substring(7), url);
    }

    private boolean isGood(Kept known, Asked asked) {
        return known.answer.until().isAfter(clock.instant())
                && known.caller.equals(callers.caller(asked.bearer));
    }

    private static void give(HttpServerExchange exchange, Kept known) {
        long start = System.nanoTime();
        HeaderMap headers = exchange.getResponseHeaders();
        for (Header header : known.headers) {
            headers.add(header.name, header.value);
        }
        known.answer.used().run();
        exchange.getResponseSender().send(known.answer.body().duplicate());
        known.timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    private void keep(HttpServerExchange done, Asked asked, int before) {
        ServletRequestContext servlet = done.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
        if (servlet == null
                || done.getStatusCode() != 200
                || done.getResponseHeaders().contains(Headers.SET_COOKIE)
                || done.getResponseHeaders().contains(Headers.CONTENT_ENCODING)) {
            return;
        }
        ServletRequest request = servlet.getOriginalRequest();
        Object caller = callers.caller(asked.bearer);
        if (caller != null && request.getAttribute(Reusable.ATTRIBUTE) instanceof Reusable answer) {
            kept.put(asked, new Kept(caller, answer, headers(done), timer(request)));
            if (generation.get() != before) {
                kept.invalidate(asked);
            }
        }
    }

    private static List<Header> headers(HttpServerExchange done) {
        List<Header> headers = new ArrayList<>();
        done.getResponseHeaders()
                .forEach(
                        values -> {
                            HttpString name = values.getHeaderName();
                            if (!OF_ONE_ANSWER.contains(name)) {
                                values.forEach(value -> headers.add(new Header(name, value)));
                            }
                        });
        return List.copyOf(headers);
    }

    /** The one in which Spring counts and times the requests it sees. */
    private Timer timer(ServletRequest request) {
        Object uri = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return meters.timer(
                "http.server.requests",
                "error",
                "none",
                "exception",
                "none",
                "method",
                "GET",
                "outcome",
                "SUCCESS",
                "status",
                "200",
                "uri",
                uri == null ? "UNKNOWN" : uri.toString());
    }
}
