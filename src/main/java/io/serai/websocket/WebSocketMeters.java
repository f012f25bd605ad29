package io.serai.websocket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of one path; nothing without a registry. */
final class WebSocketMeters {

    private final @Nullable MeterRegistry registry;
    private final String path;
    private final @Nullable Counter in;
    private final @Nullable Counter out;

    private final AtomicInteger open = new AtomicInteger();

    WebSocketMeters(@Nullable MeterRegistry registry, String path) {
        this.registry = registry;
        this.path = path;
        this.in = messages("in");
        this.out = messages("out");
        if (registry != null) {
            Gauge.builder("serai.websocket.open", open, AtomicInteger::get)
                    .description("Open WebSocket connections")
                    .tag("path", path)
                    .register(registry);
        }
    }

    private @Nullable Counter messages(String direction) {
        return registry == null
                ? null
                : Counter.builder("serai.websocket.messages")
                        .description("WebSocket messages received, or taken to be sent")
                        .tag("path", path)
                        .tag("direction", direction)
                        .register(registry);
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }

    void received() {
        if (in != null) {
            in.increment();
        }
    }

    void sent() {
        if (out != null) {
            out.increment();
        }
    }

    /** A connection closed by the hub: slow, flood, idle or too-large. */
    void closedFor(String reason) {
        if (registry != null) {
            registry.counter("serai.websocket.closed", "path", path, "reason", reason).increment();
        }
    }
}
