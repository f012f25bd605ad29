package io.serai.edge;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The first to see a request, on the I/O thread: finds out who calls and turns away who calls too
 * often, before a thread or a byte of body is spent on him.
 */
final class Doorkeeper implements HttpHandler {

    private static final Problem NO_PATH =
            new Problem(
                    400, "No path", "A request names a path of the hub, which begins with a /.");

    /** Undertow lets them pass, and whatever makes a URI of the path stumbles over them. */
    private static final Problem NO_URI =
            new Problem(400, "No URI", "In a path [ and ] are written %5B and %5D.");

    /** Undertow takes such a body for none, and what stands in it for the next request. */
    private static final Problem NO_END =
            new Problem(400, "Unknown coding", "The only Transfer-Encoding taken is chunked.");

    private final Proxies proxies;
    private final RateLimits limits;
    private final Refusals refusals;
    private final HttpHandler next;

    Doorkeeper(Proxies proxies, RateLimits limits, Refusals refusals, HttpHandler next) {
        this.proxies = proxies;
        this.limits = limits;
        this.refusals = refusals;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestPath().startsWith("/")) {
            refusals.refuseAndClose(exchange, NO_PATH, "path"); // "*" or the host of a CONNECT
            return;
        }
        if (isCoded(exchange)) {
            refusals.refuseAndClose(exchange, NO_END, "coding");
            return;
        }
        if (hasBrackets(exchange)) {
            refusals.refuse(exchange, NO_URI, "path");
            return;
        }
        InetSocketAddress peer = exchange.getSourceAddress();
        if (proxies.trusts(peer.getAddress())) {
            believe(exchange, peer);
        }
        InetAddress caller = exchange.getSourceAddress().getAddress();
        String name = limits.forPath(exchange.getRequestPath());
        long seconds = limits.named(name).take(RateLimits.source(caller));
        if (seconds == 0) {
            next.handleRequest(exchange);
            return;
        }
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        refusals.refuse(
                exchange,
                new Problem(429, "Too many requests", "Call again after the seconds given."),
                "rate-" + name);
    }

    private static boolean isCoded(HttpServerExchange exchange) {
        HeaderValues codings = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
        return codings != null
                && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
    }

    private static boolean hasBrackets(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        return (uri.indexOf('[') >= 0 || uri.indexOf(']') >= 0)
                && !exchange.isHostIncludedInRequestURI();
    }

    private void believe(HttpServerExchange exchange, InetSocketAddress peer) {
        HeaderValues forwarded = exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR);
        InetAddress caller =
                proxies.caller(peer.getAddress(), forwarded == null ? List.of() : forwarded);
        if (!caller.equals(peer.getAddress())) {
            exchange.setSourceAddress(new InetSocketAddress(caller, 0));
        }
        String scheme = exchange.getRequestHeaders().getLast(Headers.X_FORWARDED_PROTO);
        if ("https".equals(scheme) || "http".equals(scheme)) {
            exchange.setRequestScheme(scheme);
        }
        String host = exchange.getRequestHeaders().getLast(Headers.X_FORWARDED_HOST);
        if (host != null) {
            exchange.getRequestHeaders().put(Headers.HOST, host);
        }
    }
}
