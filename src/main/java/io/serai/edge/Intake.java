package io.serai.edge;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes a request's body in whole before anybody works on it: at most so many bytes, counted as
 * they come, and in at most so long. It waits on the I/O thread's selector, so a body that drips in
 * holds a few buffers and no thread.
 */
final class Intake implements HttpHandler {

    /** Whoever reads such a body as text stumbles over it. */
    private static final Problem NO_CHARSET =
            new Problem(415, "Unknown charset", "The charset of the Content-Type is not known.");

    private final BodyLimits limits;
    private final Duration timeout;
    private final Refusals refusals;
    private final HttpHandler next;

    Intake(BodyLimits limits, Duration timeout, Refusals refusals, HttpHandler next) {
        this.limits = limits;
        this.timeout = timeout;
        this.refusals = refusals;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isRequestComplete() || exchange.isUpgrade()) {
            next.handleRequest(exchange);
            return;
        }
        long limit = limits.forPath(exchange.getRequestPath());
        if (exchange.getRequestContentLength() > limit) {
            tooLarge(exchange, limit);
            return;
        }
        if (!hasKnownCharset(exchange)) {
            refusals.refuseAndClose(exchange, NO_CHARSET, "charset");
            return;
        }
        new Body(exchange, exchange.getRequestChannel(), limit).begin();
    }

    private static boolean hasKnownCharset(HttpServerExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String charset =
                type == null ? null : Headers.extractQuotedValueFromHeader(type, "charset");
        try {
            return charset == null || Charset.isSupported(charset);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void tooLarge(HttpServerExchange exchange, long limit) {
        refusals.refuseAndClose(
                exchange,
                new Problem(413, "Body too large", "At most " + limit + " bytes are taken here."),
                "body-size");
    }

    private void tooSlow(HttpServerExchange exchange) {
        refusals.refuseAndClose(
                exchange,
                new Problem(
                        408,
                        "Body too slow",
                        "The whole body must come within " + timeout.toSeconds() + " s."),
                "body-time");
    }

    /** One body on its way in; only ever touched by its connection's I/O thread. */
    private final class Body {

        private final HttpServerExchange exchange;
        private final StreamSourceChannel channel;
        private final long limit;
        private final List<PooledByteBuffer> full = new ArrayList<>();
        private @Nullable PooledByteBuffer filling;
        private long taken;
        private XnioExecutor.@Nullable Key alarm;

        Body(HttpServerExchange exchange, StreamSourceChannel channel, long limit) {
            this.exchange = exchange;
            this.channel = channel;
            this.limit = limit;
        }

        /** Reads what is there already; usually that is all of it. */
        void begin() throws Exception {
            boolean whole;
            try {
                whole = read();
            } catch (IOException e) {
                drop();
                throw e;
            }
            if (taken > limit) {
                drop();
                tooLarge(exchange, limit);
            } else if (whole) {
                handOver();
                next.handleRequest(exchange);
            } else {
                alarm =
                        exchange.getIoThread()
                                .executeAfter(
                                        this::timeUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
                channel.getReadSetter().set(ready -> more());
                channel.resumeReads();
            }
        }

        private void more() {
            try {
                boolean whole = read();
                if (taken > limit) {
                    stop();
                    drop();
                    Connectors.executeRootHandler(e -> tooLarge(e, limit), exchange);
                } else if (whole) {
                    stop();
                    handOver();
                    Connectors.executeRootHandler(next, exchange);
                }
            } catch (IOException e) {
                stop();
                drop();
                IoUtils.safeClose(exchange.getConnection()); // the caller went away
            }
        }

        private void timeUp() {
            alarm = null;
            stop();
            drop();
            Connectors.executeRootHandler(Intake.this::tooSlow, exchange);
        }

        /** Reads what is there; true: that was all of it. Past the limit it reads no further. */
        private boolean read() throws IOException {
            while (taken <= limit) {
                PooledByteBuffer into = filling;
                if (into == null) {
                    into = exchange.getConnection().getByteBufferPool().allocate();
                    filling = into;
                }
                int read = channel.read(into.getBuffer());
                if (read <= 0) {
                    return read < 0;
                }
                taken += read;
                if (!into.getBuffer().hasRemaining()) {
                    into.getBuffer().flip();
                    full.add(into);
                    filling = null;
                }
            }
            return false;
        }

        private void stop() {
            if (alarm != null) {
                alarm.remove();
                alarm = null;
            }
            channel.getReadSetter().set(null);
            channel.suspendReads();
        }

        private void handOver() {
            PooledByteBuffer last = filling;
            filling = null;
            if (last != null && last.getBuffer().position() > 0) {
                last.getBuffer().flip();
                full.add(last);
            } else if (last != null) {
                last.close();
            }
            Connectors.ungetRequestBytes(exchange, full.toArray(PooledByteBuffer[]::new));
            Connectors.resetRequestChannel(exchange);
        }

        private void drop() {
            full.forEach(PooledByteBuffer::close);
            full.clear();
            if (filling != null) {
                filling.close();
                filling = null;
            }
        }
    }
}
