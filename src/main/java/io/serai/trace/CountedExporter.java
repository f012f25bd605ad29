package io.serai.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Counts what is sent and what is lost ({@code serai.trace.spans} by {@code outcome}), and logs one
 * line when spans begin to be lost and one when that is over.
 */
final class CountedExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    private final SpanExporter exporter;
    private final Counter sent;
    private final Counter lost;
    private final IntConsumer leaving;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param leaving is told how many are on their way
     */
    CountedExporter(SpanExporter exporter, MeterRegistry meters, IntConsumer leaving) {
        this.exporter = exporter;
        this.leaving = leaving;
        this.sent = meters.counter("serai.trace.spans", "outcome", "sent");
        this.lost = meters.counter("serai.trace.spans", "outcome", "lost");
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        leaving.accept(spans.size());
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(
                () -> {
                    if (result.isSuccess()) {
                        sent.increment(spans.size());
                        if (failing.compareAndSet(true, false)) {
                            LOG.info("Spans are taken again where serai.tracing.endpoint says");
                        }
                    } else {
                        lost.increment(spans.size());
                        if (failing.compareAndSet(false, true)) {
                            LOG.warn(
                                    "Spans are lost: they are not taken where"
                                            + " serai.tracing.endpoint says");
                        }
                    }
                });
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
