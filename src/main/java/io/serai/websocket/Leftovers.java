package io.serai.websocket;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;
import io.undertow.servlet.handlers.ServletRequestContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

import java.time.Duration;

/**
 * What Undertow keeps of a handshake for as long as its connection lives, though nobody asks for it
 * again: request, response and all their headers, more than the socket itself needs.
 *
 * @param since when the connection was opened, on the clock of {@link WebSocketConnections#now}
 */
record Leftovers(HttpServerExchange exchange, long since) {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final boolean UNDERTOW =
            ClassUtils.isPresent(
                    "io.undertow.servlet.handlers.ServletRequestContext",
                    Leftovers.class.getClassLoader());
    private static final HttpUpgradeListener NONE = (connection, exchange) -> {};

    /** By then the thread of the handshake is long done with them. */
    private static final long IN_USE = Duration.ofSeconds(10).toNanos();

    /** Of the handshake that runs in this thread; null: another container. */
    static @Nullable Leftovers ofHandshake(long now) {
        ServletRequestContext context = UNDERTOW ? ServletRequestContext.current() : null;
        return context == null ? null : new Leftovers(context.getExchange(), now);
    }

    /** Lets go of them, if nobody can need them any more. */
    boolean clear(long now) {
        if (now - since < IN_USE) {
            return false;
        }
        try {
            // Replaces the listener that opened the socket, and with it the request it holds.
            exchange.upgradeChannel(NONE);
        } catch (IllegalStateException responseIsOut) {
            LOG.trace("The listener was replaced, the status cannot be", responseIsOut);
        }
        exchange.getRequestHeaders().clear();
        exchange.getResponseHeaders().clear();
        exchange.removeAttachment(ServletRequestContext.ATTACHMENT_KEY);
        exchange.setSecurityContext(null);
        return true;
    }
}
