package io.serai.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The spans that wait until they are sent, {@value #LONGEST} at most; what ends while so many wait
 * is dropped and counted ({@code serai.trace.spans}, outcome {@code dropped}). OpenTelemetry's own
 * queue drops silently unless its metrics SDK is there; this one keeps it from ever being full.
 */
final class CountedQueue implements SpanProcessor {

    static final int LONGEST = 2_048;

    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter dropped;
    private final SpanProcessor queue;

    CountedQueue(SpanExporter exporter, Duration timeout, MeterRegistry meters) {
        this.dropped = meters.counter("serai.trace.spans", "outcome", "dropped");
        this.queue =
                BatchSpanProcessor.builder(
                                new CountedExporter(
                                        exporter, meters, leaving -> waiting.addAndGet(-leaving)))
                        .setMaxQueueSize(LONGEST)
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .setExporterTimeout(timeout)
                        .build();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only what has ended waits.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (waiting.incrementAndGet() > LONGEST) {
            waiting.decrementAndGet();
            dropped.increment();
            return;
        }
        queue.onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return queue.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return queue.forceFlush();
    }
}
