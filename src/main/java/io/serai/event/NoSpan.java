package io.serai.event;

import org.jspecify.annotations.Nullable;

/** A span that nobody sees. */
enum NoSpan implements Spans.Span {
    NONE;

    @Override
    public @Nullable String traceparent() {
        return null;
    }

    @Override
    public void rename(String name) {}

    @Override
    public void tag(String key, String value) {}

    @Override
    public void tag(String key, long value) {}

    @Override
    public void fail() {}

    @Override
    public void end() {}
}
