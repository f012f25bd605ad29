package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What can be seen of the calls to one system: {@code serai.gateway.call} (how many by outcome, how
 * long; an observation, so that it is a span where tracing is set up), {@code
 * serai.gateway.refused} (calls the hub did not make, by reason), {@code serai.gateway.in.flight},
 * and {@code serai.gateway.breaker} (0 closed, 1 on trial, 2 open).
 */
final class CallMeters {

    private static final String SYSTEM = "system";

    private final String system;
    private final MeterRegistry meters;
    private final ObservationRegistry observations;
    private final List<Meter> gauges = new ArrayList<>();

    /** A call is begun and ended by the same thread. */
    @SuppressWarnings("ThreadLocalUsage") // one for each of a few systems, as long as the hub lives
    private final ThreadLocal<@Nullable Observation> underWay = new ThreadLocal<>();

    CallMeters(String system, MeterRegistry meters, ObservationRegistry observations) {
        this.system = system;
        this.meters = meters;
        this.observations = observations;
    }

    /** The gauges are gone; there may be others for the same system. */
    void close() {
        gauges.forEach(meters::remove);
        gauges.clear();
    }

    void watch(CircuitBreaker breaker, Supplier<Number> inFlight) {
        gauges.add(
                Gauge.builder("serai.gateway.in.flight", inFlight)
                        .tag(SYSTEM, system)
                        .register(meters));
        gauges.add(
                Gauge.builder("serai.gateway.breaker", () -> open(breaker.getState()))
                        .tag(SYSTEM, system)
                        .register(meters));
    }

    private static int open(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }

    void begin() {
        underWay.set(
                Observation.createNotStarted("serai.gateway.call", observations)
                        .contextualName("call " + system)
                        .lowCardinalityKeyValue(SYSTEM, system)
                        .start());
    }

    /**
     * @param outcome one of a few words
     */
    void end(String outcome) {
        Observation observation = underWay.get();
        if (observation != null) {
            underWay.remove();
            observation.lowCardinalityKeyValue("outcome", outcome).stop();
        }
    }

    /**
     * Counts a call that was not made.
     *
     * @param reason one of a few words
     */
    void refused(String reason) {
        meters.counter("serai.gateway.refused", SYSTEM, system, "reason", reason).increment();
    }
}
