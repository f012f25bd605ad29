package io.serai.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spans that are sent by OTLP, some at a time and in the background. When nobody takes them the
 * oldest wait, up to a bound, and further ones are dropped: nothing else waits for them.
 */
final class OtlpSpans implements SpanSource {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OtlpSpans(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("io.serai");
    }

    /**
     * @param node this process's name among the hubs; may be empty
     */
    static OtlpSpans to(TracingSettings settings, String node, MeterRegistry meters) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint())
                        .setTimeout(settings.timeout())
                        .setConnectTimeout(CONNECT)
                        .setCompression("gzip");
        settings.headers().forEach(exporter::addHeader);
        AttributesBuilder hub =
                Attributes.builder()
                        .put(AttributeKey.stringKey("service.name"), settings.service());
        if (!node.isBlank()) {
            hub.put(AttributeKey.stringKey("service.instance.id"), node);
        }
        return new OtlpSpans(
                SdkTracerProvider.builder()
                        .setResource(Resource.create(hub.build()))
                        .setSampler(
                                Sampler.parentBased(Sampler.traceIdRatioBased(settings.sample())))
                        .addSpanProcessor(
                                new CountedQueue(exporter.build(), settings.timeout(), meters))
                        .build());
    }

    @Override
    public Span begin(Kind kind, String name, @Nullable String traceparent) {
        SpanBuilder span =
                tracer.spanBuilder(name)
                        .setSpanKind(
                                switch (kind) {
                                    case REQUEST -> SpanKind.SERVER;
                                    case ROUTE -> SpanKind.INTERNAL;
                                    case CALL -> SpanKind.CLIENT;
                                });
        SpanContext parent = parent(traceparent);
        if (parent.isValid()) {
            span.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(parent)));
        } else {
            span.setNoParent();
        }
        return new OtlpSpan(span.startSpan());
    }

    /** Invalid if there is none: version 00 of W3C trace context, or nothing. */
    private static SpanContext parent(@Nullable String traceparent) {
        String[] parts = traceparent == null ? new String[0] : traceparent.split("-", -1);
        return parts.length == 4 && parts[3].length() == 2
                ? SpanContext.createFromRemoteParent(
                        parts[1],
                        parts[2],
                        TraceFlags.fromHex(parts[3], 0),
                        TraceState.getDefault())
                : SpanContext.getInvalid();
    }

    /** Sends what is left, if it can be sent at once. */
    @Override
    public void close() {
        provider.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
