package io.serai.edge;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the house is open, and how many requests are inside. Once it is shut, requests and
 * handshakes get 503 with {@code Retry-After}; who is inside is let finish.
 */
public final class Entrance {

    private enum State {
        OPEN,
        CLOSING,
        SHUT
    }

    private static final Problem GOING =
            new Problem(
                    503,
                    "Restarting",
                    "This node is restarting; call again after the seconds given.");

    private final AtomicInteger inside = new AtomicInteger();
    private volatile State state = State.OPEN;
    private volatile long retryAfter = 1;

    Entrance() {}

    /** Still serves everyone, but over no connection twice: the next one finds another node. */
    public void announce() {
        state = State.CLOSING;
    }

    /**
     * Turns away whoever comes from now on.
     *
     * @param back what {@code Retry-After} says, in whole seconds, at least one
     */
    public void shut(Duration back) {
        retryAfter = Math.max(1, back.plusMillis(999).toSeconds());
        state = State.SHUT;
    }

    /** Requests that have not been answered to the end; sockets don't count. */
    public int inside() {
        return inside.get();
    }

    /** What stands in front of everything else the server does. */
    HttpHandler before(HttpHandler next, Refusals refusals) {
        return exchange -> enter(exchange, next, refusals);
    }

    /** A socket is told to go by other means; some clients offer HTTP/2 in the same header. */
    private static boolean isHandshake(HttpServerExchange exchange) {
        return "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
    }

    /**
     * Counts a request in; what is returned counts it out, once.
     *
     * <p>Undertow can tell of an end twice where a reader goes at the moment his answer is ended:
     * one thread meets the broken connection, the other ends the response. What stands further out
     * hears of it once: the connection would be given back twice, and with {@code server.shutdown:
     * graceful} the server's own count of requests would fall below nothing, by which it takes
     * itself for one that shuts down, and answers 503 from then on.
     */
    ExchangeCompletionListener entering() {
        inside.incrementAndGet();
        AtomicBoolean left = new AtomicBoolean();
        return (done, rest) -> {
            if (left.compareAndSet(false, true)) {
                inside.decrementAndGet();
                rest.proceed();
            }
        };
    }

    private void enter(HttpServerExchange exchange, HttpHandler next, Refusals refusals)
            throws Exception {
        // Before the look at the state, or one slips in uncounted.
        exchange.addExchangeCompleteListener(entering());
        switch (state) {
            case OPEN -> next.handleRequest(exchange);
            case CLOSING -> {
                if (!isHandshake(exchange)) {
                    exchange.setPersistent(false);
                }
                next.handleRequest(exchange);
            }
            case SHUT -> {
                exchange.getResponseHeaders().put(Headers.RETRY_AFTER, retryAfter);
                exchange.setPersistent(false);
                refusals.refuse(exchange, GOING, "restarting");
            }
        }
    }
}
