package io.serai.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Turns callers away before they reach a servlet: answers, counts, and logs once a minute each. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int LINGER_SECONDS = 2;

    private final MeterRegistry metrics;
    private final Cache<String, Boolean> logged =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .build();

    Refusals(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Refuses; the connection stays usable. */
    void refuse(HttpServerExchange exchange, Problem problem, String reason) {
        note(exchange, problem, reason);
        byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
        exchange.setStatusCode(problem.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Problem.MEDIA_TYPE);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** Refuses somebody who is still sending: he gets the answer, then the connection is cut. */
    void refuseAndClose(HttpServerExchange exchange, Problem problem, String reason) {
        exchange.setPersistent(false);
        var connection = exchange.getConnection();
        exchange.getIoThread()
                .executeAfter(
                        () -> IoUtils.safeClose(connection), LINGER_SECONDS, TimeUnit.SECONDS);
        refuse(exchange, problem, reason);
    }

    private void note(HttpServerExchange exchange, Problem problem, String reason) {
        metrics.counter("serai.edge.refused", "reason", reason).increment();
        String source = String.valueOf(exchange.getSourceAddress().getAddress().getHostAddress());
        if (logged.asMap().putIfAbsent(source + reason, true) == null) {
            LOG.warn(
                    "Refused {} from {} with {}: {} (further ones of this kind are only counted for"
                            + " a minute)",
                    exchange.getRequestMethod(),
                    source,
                    problem.status(),
                    problem.title());
        }
    }
}
