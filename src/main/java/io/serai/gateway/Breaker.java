package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A circuit breaker that is another one in everything that is not overridden. */
abstract class Breaker implements CircuitBreaker {

    private final CircuitBreaker breaker;

    Breaker(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    @Override
    public boolean tryAcquirePermission() {
        return breaker.tryAcquirePermission();
    }

    @Override
    public void acquirePermission() {
        breaker.acquirePermission();
    }

    @Override
    public void releasePermission() {
        breaker.releasePermission();
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable failure) {
        breaker.onError(duration, unit, failure);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        breaker.onSuccess(duration, unit);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        breaker.onResult(duration, unit, result);
    }

    @Override
    public void reset() {
        breaker.reset();
    }

    @Override
    public void transitionToClosedState() {
        breaker.transitionToClosedState();
    }

    @Override
    public void transitionToOpenState() {
        breaker.transitionToOpenState();
    }

    @Override
    public void transitionToOpenStateFor(Duration time) {
        breaker.transitionToOpenStateFor(time);
    }

    @Override
    public void transitionToOpenStateUntil(Instant time) {
        breaker.transitionToOpenStateUntil(time);
    }

    @Override
    public void transitionToHalfOpenState() {
        breaker.transitionToHalfOpenState();
    }

    @Override
    public void transitionToDisabledState() {
        breaker.transitionToDisabledState();
    }

    @Override
    public void transitionToMetricsOnlyState() {
        breaker.transitionToMetricsOnlyState();
    }

    @Override
    public void transitionToForcedOpenState() {
        breaker.transitionToForcedOpenState();
    }

    @Override
    public String getName() {
        return breaker.getName();
    }

    @Override
    public State getState() {
        return breaker.getState();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return breaker.getCircuitBreakerConfig();
    }

    @Override
    public Metrics getMetrics() {
        return breaker.getMetrics();
    }

    @Override
    public Map<String, String> getTags() {
        return breaker.getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return breaker.getEventPublisher();
    }

    @Override
    public long getCurrentTimestamp() {
        return breaker.getCurrentTimestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return breaker.getTimestampUnit();
    }
}
