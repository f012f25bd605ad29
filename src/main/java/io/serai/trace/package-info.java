/**
 * Sends spans to a tracing system by OTLP, if {@code serai.tracing.endpoint} says where; loads and
 * starts nothing if not. The spans themselves are made where the work is, by {@code Spans} of
 * {@code event}; calls to systems, which are observations, become spans here.
 *
 * <p>May see {@code event} alone.
 */
@NullMarked
package io.serai.trace;

import org.jspecify.annotations.NullMarked;
