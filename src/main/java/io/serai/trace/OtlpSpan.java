package io.serai.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.serai.event.Spans;

/** One that is sent when it ends. */
record OtlpSpan(Span span) implements Spans.Span {

    @Override
    public String traceparent() {
        SpanContext self = span.getSpanContext();
        return "00-%s-%s-%s"
                .formatted(self.getTraceId(), self.getSpanId(), self.getTraceFlags().asHex());
    }

    @Override
    public void rename(String name) {
        span.updateName(name);
    }

    @Override
    public void tag(String key, String value) {
        span.setAttribute(key, value);
    }

    @Override
    public void tag(String key, long value) {
        span.setAttribute(key, value);
    }

    @Override
    public void fail() {
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void end() {
        span.end();
    }
}
