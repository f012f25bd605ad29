package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.store.Backlog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks for what waits although nobody seems to be at it, and wakes it: at the start, every now and
 * then, when Kafka was away, since word of it may have gone with a hub meanwhile, and when the
 * store was away, since then a commit may have got through with nobody told.
 *
 * <p>The whole store is looked through at the start and after the store was away; in between only
 * what came in since the last looks but one, and what the look before found.
 */
@Component
class Sweep {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    /** What was said in the last seconds is most likely being handled. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    /** So that it is looked once, however many say at the same time that there is reason to. */
    private static final int SOON_MILLIS = 200;

    /**
     * How far the ledger had come.
     *
     * @param place as {@link Backlog#mark} gives it
     */
    private record Mark(long place, Instant time) {}

    private final Backlog backlog;
    private final Transport transport;
    private final Clock clock;
    private final Duration period;
    private final Counter inbound;
    private final Counter outbound;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final Set<String> found = new HashSet<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("bus-sweep").factory());
    private final AtomicBoolean soon = new AtomicBoolean();
    private volatile boolean all = true;

    Sweep(
            Backlog backlog,
            Transport transport,
            BusSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        this.backlog = backlog;
        this.transport = transport;
        this.clock = clock;
        this.period = settings.sweep();
        this.inbound = counter(metrics, "inbound");
        this.outbound = counter(metrics, "outbound");
    }

    private static Counter counter(MeterRegistry metrics, String direction) {
        return Counter.builder("serai.bus.sweep.found")
                .description("Conversations found waiting with nobody at them")
                .tag("direction", direction)
                .register(metrics);
    }

    /** Takes up what earlier runs left, then looks again and again. */
    void start() {
        int left = sweep(clock.instant().plus(QUIET));
        if (left > 0) {
            log.info("Took up {} conversations left by an earlier run", left);
        }
        timer.scheduleWithFixedDelay(
                this::sweepByTheClock, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        timer.shutdownNow();
    }

    /**
     * Looks through all of it soon: word was lost, or commits failed and some of them may have got
     * through nevertheless.
     */
    void whole() {
        all = true;
        now();
    }

    /** Looks soon, also for what was said just now: word of it may have gone with another hub. */
    void now() {
        try {
            if (soon.compareAndSet(false, true)) {
                timer.schedule(this::sweepSoon, SOON_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            log.debug("The hub stops; the next run looks");
        }
    }

    private void sweepSoon() {
        soon.set(false);
        sweep(clock.instant().plus(QUIET));
    }

    private void sweepByTheClock() {
        sweep(clock.instant());
    }

    private synchronized int sweep(Instant now) {
        try {
            boolean whole = all;
            all = false;
            Mark mark = new Mark(backlog.mark(), clock.instant());
            Set<String> unhandled = new HashSet<>(whole ? backlog.toHandle() : since(now));
            if (!found.isEmpty()) {
                unhandled.addAll(backlog.stillToHandle(found));
            }
            found.clear();
            found.addAll(unhandled);
            remember(mark);
            List<String> unsent = backlog.toSend(now.minus(QUIET));
            unhandled.forEach(transport::wakeInbound);
            unsent.forEach(transport::wakeOutbound);
            inbound.increment(unhandled.size());
            outbound.increment(unsent.size());
            return unhandled.size() + unsent.size();
        } catch (RuntimeException e) {
            all = true;
            log.warn("The sweep failed and comes again: {}", e.getClass().getSimpleName());
            return 0;
        }
    }

    private List<String> since(Instant now) {
        Mark first = marks.peekFirst();
        return first == null
                ? backlog.toHandle()
                : backlog.toHandle(first.place(), now.minus(QUIET));
    }

    /** Whatever was too fresh at the look before is still behind the first mark. */
    private void remember(Mark mark) {
        marks.addLast(mark);
        Instant fresh = mark.time().minus(QUIET.multipliedBy(2));
        while (marks.size() > 2
                && marks.stream().skip(1).findFirst().orElseThrow().time().isBefore(fresh)) {
            marks.removeFirst();
        }
    }
}
