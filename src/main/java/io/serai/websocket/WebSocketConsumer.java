package io.serai.websocket;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

import java.security.Principal;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns what happens on a path's connections into exchanges, as long as its route runs. It can be
 * suspended, so that Camel does that first when the route is to stop: a consumer that is stopped at
 * once stops the route's steps with it, and whoever is between two of them is turned away.
 */
final class WebSocketConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

    /** Exchanges under way; negative from {@link #SHUT} on when the route is stopping. */
    private final AtomicInteger underway = new AtomicInteger(SHUT);

    private static final int SHUT = Integer.MIN_VALUE;

    private final WebSocketEndpoint endpoint;

    WebSocketConsumer(WebSocketEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        doResume();
    }

    @Override
    protected void doResume() {
        underway.updateAndGet(count -> count < 0 ? count - SHUT : count);
        endpoint.connections().serve(endpoint.getPath(), this, endpoint.options());
    }

    @Override
    protected void doSuspend() {
        underway.updateAndGet(count -> count < 0 ? count : count + SHUT);
        endpoint.connections().unserve(endpoint.getPath(), this);
    }

    @Override
    protected void doStop() throws Exception {
        doSuspend();
        super.doStop();
    }

    /** Announces an exchange; false: the route is stopping, the message must wait for the next. */
    boolean enter() {
        return underway.updateAndGet(count -> count < 0 ? count : count + 1) > 0;
    }

    void leave() {
        underway.decrementAndGet();
    }

    void deliver(Socket socket, Arrival arrival) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOnly);
            describe(exchange, socket, arrival);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            report(exchange, arrival);
            releaseExchange(exchange, false);
        }
    }

    private void report(Exchange exchange, Arrival arrival) {
        Exception failure = exchange.getException();
        if (failure != null) {
            getExceptionHandler()
                    .handleException(
                            "websocket-jsr356:"
                                    + endpoint.getPath()
                                    + ": the route failed on a "
                                    + arrival.event(),
                            exchange,
                            failure);
        }
    }

    private void describe(Exchange exchange, Socket socket, Arrival arrival) {
        Message message = exchange.getMessage();
        Handshake handshake = socket.handshake();
        message.setHeader(WebSocketConstants.CONNECTION_KEY, socket.key());
        message.setHeader(WebSocketConstants.EVENT, arrival.event());
        message.setHeader(WebSocketConstants.PATH, endpoint.getPath());
        message.setHeader(WebSocketConstants.REMOTE_ADDRESS, handshake.remoteAddress());
        set(message, WebSocketConstants.SUBPROTOCOL, handshake.subprotocol());
        Principal principal = handshake.principal();
        if (principal != null) {
            message.setHeader(WebSocketConstants.PRINCIPAL, principal.getName());
            exchange.setProperty(WebSocketConstants.PRINCIPAL_PROPERTY, principal);
        }
        Object attachment = socket.attachment();
        if (attachment != null) {
            exchange.setProperty(WebSocketConstants.ATTACHMENT_PROPERTY, attachment);
        }
        if (!handshake.headers().isEmpty()) {
            message.setHeader(WebSocketConstants.HANDSHAKE_HEADERS, handshake.headers());
        }
        if (!handshake.parameters().isEmpty()) {
            message.setHeader(WebSocketConstants.HANDSHAKE_PARAMETERS, handshake.parameters());
        }
        switch (arrival) {
            case Arrival.Opened opened -> {}
            case Arrival.Leaving leaving -> {}
            case Arrival.Received received -> message.setBody(received.body());
            case Arrival.Closed closed -> {
                message.setHeader(WebSocketConstants.CLOSE_CODE, closed.code());
                set(message, WebSocketConstants.CLOSE_REASON, closed.reason());
            }
            case Arrival.Failed failed ->
                    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failed.cause());
        }
    }

    private static void set(Message message, String header, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            message.setHeader(header, value);
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        int count = underway.get();
        return count < 0 ? count - SHUT : count;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {}
}
