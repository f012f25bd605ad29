package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What every call to a system goes through, whatever Kamelet makes it: {@code #<system>Breaker}. It
 * is a circuit breaker that also holds the system's bulkhead and rate, asks whether there is time
 * left, and measures. One for each system, in all its routes; it outlives every reload of them.
 *
 * <p>A call waits for its turn for as long as {@code serai.systems.<system>.queue-for} and its
 * message's deadline allow.
 */
final class SystemGate extends Breaker {

    private final SystemSettings settings;
    private final Semaphore bulkhead;
    private final Pace pace;
    private final CallMeters meters;

    SystemGate(String name, SystemSettings settings, CallMeters meters) {
        super(CircuitBreaker.of(name, config(settings.breaker())));
        this.settings = settings;
        this.bulkhead = new Semaphore(settings.bulkhead(), true);
        this.pace = new Pace(settings.rate());
        this.meters = meters;
        meters.watch(this, () -> settings.bulkhead() - bulkhead.availablePermits());
    }

    private static CircuitBreakerConfig config(SystemSettings.Breaker settings) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRate())
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumCalls())
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
                .ignoreExceptions(RefusedException.class)
                .build();
    }

    @Override
    public void acquirePermission() {
        try {
            enter();
        } catch (CallNotPermittedException open) {
            meters.refused("breaker");
            throw open;
        } catch (OutOfTimeException late) {
            meters.refused("deadline");
            throw late;
        }
        meters.begin();
    }

    private void enter() {
        if (CallTime.isOver()) {
            throw new OutOfTimeException();
        }
        super.acquirePermission();
        try {
            long start = System.nanoTime();
            Duration turn = CallTime.atMost(settings.queueFor());
            if (!pace.take(turn)) {
                throw busy("rate", "it is asked as often as its rate allows");
            }
            Duration rest = turn.minusNanos(System.nanoTime() - start);
            if (!bulkhead.tryAcquire(Math.max(0, rest.toNanos()), TimeUnit.NANOSECONDS)) {
                throw busy("bulkhead", "too many calls to it are under way");
            }
        } catch (InterruptedException e) {
            super.releasePermission();
            Thread.currentThread().interrupt();
            throw new OutOfTimeException();
        } catch (BusyException e) {
            super.releasePermission();
            throw e;
        }
    }

    private BusyException busy(String reason, String words) {
        meters.refused(reason);
        return new BusyException(words);
    }

    @Override
    public boolean tryAcquirePermission() {
        try {
            acquirePermission();
            return true;
        } catch (CallNotPermittedException | RefusedException e) {
            return false;
        }
    }

    @Override
    public void releasePermission() {
        bulkhead.release();
        meters.end("released");
        super.releasePermission();
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable failure) {
        bulkhead.release();
        meters.end(Reasons.outcome(failure));
        super.onError(duration, unit, failure);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        bulkhead.release();
        meters.end("ok");
        super.onSuccess(duration, unit);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, Object result) {
        bulkhead.release();
        meters.end("ok");
        super.onResult(duration, unit, result);
    }
}
