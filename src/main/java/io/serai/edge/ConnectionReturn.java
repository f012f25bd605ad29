package io.serai.edge;

import io.undertow.server.ExchangeCompletionListener.NextListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

import java.util.concurrent.RejectedExecutionException;

/**
 * Gives a connection back for its next request in the connection's own I/O thread.
 *
 * <p>Undertow would do it in the thread that answered: for a moment the connection is marked as
 * being given back, and an I/O thread that already has the next request there spins until it is. If
 * it is the I/O thread that took the other's core, it spins for a whole tick of the kernel's
 * scheduler, with all other connections waiting: 4 ms for every twentieth request of a client that
 * asks one after the other, on two cores.
 */
final class ConnectionReturn implements HttpHandler {

    private final HttpHandler next;

    ConnectionReturn(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addExchangeCompleteListener(ConnectionReturn::giveBack);
        next.handleRequest(exchange);
    }

    private static void giveBack(HttpServerExchange exchange, NextListener rest) {
        // An upgrade is no return: whoever takes the connection over may block.
        if (exchange.isUpgrade() || exchange.isInIoThread()) {
            rest.proceed();
            return;
        }
        try {
            exchange.getIoThread().execute(rest::proceed);
        } catch (RejectedExecutionException e) {
            rest.proceed(); // The server stops: there will be no next request to spin for.
        }
    }
}
