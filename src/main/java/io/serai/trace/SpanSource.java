package io.serai.trace;

import io.serai.event.Spans;

/** Spans, and what has to be ended with the hub. */
@FunctionalInterface
interface SpanSource extends Spans, AutoCloseable {

    @Override
    default void close() {}
}
