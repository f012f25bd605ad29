package io.serai.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends what business systems are asked to do, each exactly once. Who sends one holds a lease in
 * the store meanwhile, written before the call. A lease that ran out or an answer that was lost
 * leaves it unknown whether it was done: it is sent again only if the system makes one of the same
 * id, and otherwise waits for somebody to decide.
 */
@Component
class CommandSender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);
    private static final int AT_ONCE = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration TO_FINISH = Duration.ofSeconds(3);

    private final ReturnSettings settings;
    private final CommandCall call;
    private final Ledger ledger;
    private final CommandRows rows;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean leaving;

    CommandSender(
            ReturnSettings settings,
            CommandCall call,
            Ledger ledger,
            JdbcClient sql,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.call = call;
        this.ledger = ledger;
        this.rows = new CommandRows(sql);
        this.meters = meters;
        this.clock = clock;
    }

    /** There is something to send. */
    void wake() {
        woken.release();
    }

    private void run() {
        while (isRunning()) {
            try {
                while (isRunning() && sendWhatIsDue() > 0) {
                    // There may be more.
                }
                woken.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Return requests wait: {}", e.getClass().getSimpleName());
                rest();
            }
        }
    }

    /** Until the next is due; now and then also what another node left. */
    private Duration pause() {
        Duration next =
                rows.nextDue().map(it -> Duration.between(clock.instant(), it)).orElse(LOOK);
        Duration least = Duration.ofMillis(100);
        return next.compareTo(least) < 0 ? least : next.compareTo(LOOK) > 0 ? LOOK : next;
    }

    private void rest() {
        try {
            woken.tryAcquire(settings.retry().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what is due now; returns how much of it was taken. */
    int sendWhatIsDue() {
        Instant now = clock.instant();
        int taken = 0;
        for (CommandRows.Row row : rows.due(now, AT_ONCE)) {
            if (leaving || !call.isPossible()) {
                break;
            }
            UUID holder = UUID.randomUUID();
            Instant at = clock.instant();
            if (rows.lease(row, holder, at, at.plus(settings.lease()))) {
                taken++;
                settle(row, holder, verdict(row, at));
            }
        }
        return taken;
    }

    private Verdict verdict(CommandRows.Row row, Instant at) {
        if (row.begun() && !settings.sameIdOnce()) {
            return new Verdict.Unknown("The hub ended while it was being sent");
        }
        // Over before the lease is, so that no other node calls at the same time.
        return call.send(row.command(), at.plus(settings.lease().multipliedBy(2).dividedBy(3)));
    }

    private void settle(CommandRows.Row row, UUID holder, Verdict verdict) {
        String outcome = verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        meters.counter("serai.commands", "operation", row.command().operation(), "outcome", outcome)
                .increment();
        ledger.commitNow(
                Unit.on(
                        row.command().conversation(),
                        page -> {
                            settle(page, row, holder, verdict);
                            return true;
                        }));
    }

    private void settle(Page page, CommandRows.Row sent, UUID holder, Verdict verdict) {
        CommandRows here = new CommandRows(page.sql());
        UUID id = UUID.fromString(sent.command().id());
        CommandRows.Row before = here.locked(id).orElseThrow();
        boolean others = !holder.equals(before.holder());
        if (before.state().isFinal() || (others && !(verdict instanceof Verdict.Accepted))) {
            return;
        }
        Instant now = clock.instant();
        CommandRows.Next next = next(before, sent.begun(), verdict, now);
        here.update(id, next, now);
        Command after = here.find(id).orElseThrow().command();
        boolean news =
                next.state() != before.state()
                        || after.needsDecision() != before.command().needsDecision();
        if (news) {
            CommandEvents.record(page, after, after.state(), "serai", now);
        }
    }

    private CommandRows.Next next(
            CommandRows.Row before, boolean begun, Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Accepted(String reference) ->
                    new CommandRows.Next(State.ACCEPTED, reference, null, false, null);
            case Verdict.Refused(String reason) ->
                    new CommandRows.Next(State.REFUSED, null, reason, false, null);
            case Verdict.NotMade(String reason) -> {
                Instant due = due(before, now);
                State state = due == null ? State.UNKNOWN : before.state();
                yield new CommandRows.Next(state, null, reason, begun, due);
            }
            case Verdict.Unknown(String reason) ->
                    new CommandRows.Next(
                            State.UNKNOWN,
                            null,
                            reason,
                            true,
                            settings.sameIdOnce() ? due(before, now) : null);
        };
    }

    /** When it is tried next by itself; null if it was tried for long enough. */
    private @Nullable Instant due(CommandRows.Row row, Instant now) {
        if (now.isAfter(row.command().created().plus(settings.giveUp()))) {
            return null;
        }
        int doublings = Math.clamp(row.command().attempts() - 1L, 0, 10);
        Duration pause = settings.retry().multipliedBy(1L << doublings);
        return now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    @Override
    public void start() {
        leaving = false;
        Thread sending = Thread.ofVirtual().name("commands-out").unstarted(this::run);
        thread = sending;
        sending.start();
    }

    /** The call that was begun is heard to its end, or nobody would know whether it was done. */
    @Override
    public void stop() {
        Thread running = thread;
        leaving = true;
        thread = null;
        woken.release();
        try {
            if (running != null && !running.join(TO_FINISH)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
