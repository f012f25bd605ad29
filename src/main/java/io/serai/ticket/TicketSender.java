package io.serai.ticket;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.store.Ledger;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands tickets to the system that keeps them, each change once and in order. Who hands one over
 * holds a lease in the store meanwhile; a lease that ran out, or an answer that was lost, leaves it
 * unknown whether the system has it, and it is looked for there before it is sent again.
 */
@Component
class TicketSender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TicketSender.class);
    private static final int AT_ONCE = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final String DUE =
            "select o.position, o.ticket, o.action, o.body, o.attempts, o.until is not null from"
                + " ticket_outbox o where o.due <= ? and (o.until is null or o.until < ?) and not"
                + " exists (select 1 from ticket_outbox e where e.ticket = o.ticket and e.position"
                + " < o.position) order by o.position limit ?";

    private final TicketSettings settings;
    private final TicketSystem system;
    private final Ledger ledger;
    private final JdbcClient sql;
    private final TicketTeller teller;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Thread thread;

    TicketSender(
            TicketSettings settings,
            TicketSystem system,
            Ledger ledger,
            JdbcClient sql,
            TicketTeller teller,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.system = system;
        this.ledger = ledger;
        this.sql = sql;
        this.teller = teller;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * What is to be told.
     *
     * @param attempts how often that was begun before
     * @param unended whether the last of these was not brought to an end
     */
    record Row(
            long position,
            UUID ticket,
            String action,
            String body,
            int attempts,
            boolean unended) {}

    /** There is something to tell. */
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void run() {
        while (isRunning()) {
            try {
                woken.tryAcquire(settings.retry().toMillis(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
                while (isRunning() && sendWhatIsDue() > 0) {
                    // There may be more.
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Tickets wait: {}", e.getClass().getSimpleName());
            }
        }
    }

    /** Tells what is due now; returns how much of it was told. */
    int sendWhatIsDue() {
        Instant now = clock.instant();
        List<Row> due =
                sql.sql(DUE)
                        .params(TicketRows.at(now), TicketRows.at(now), AT_ONCE)
                        .query(
                                (row, n) ->
                                        new Row(
                                                row.getLong(1),
                                                UUID.fromString(row.getString(2)),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getInt(5),
                                                row.getBoolean(6)))
                        .list();
        int told = 0;
        for (Row row : due) {
            if (!system.isPossible()) {
                break;
            }
            UUID holder = UUID.randomUUID();
            if (leased(row, holder, clock.instant())) {
                told += send(row, holder) ? 1 : 0;
            }
        }
        return told;
    }

    /**
     * Durable before the system is called: after a kill it is known that it may have been. False if
     * somebody else is at it, or was since it was read.
     */
    private boolean leased(Row row, UUID holder, Instant now) {
        return sql.sql(
                                "update ticket_outbox set holder = ?, until = ?, attempts ="
                                        + " attempts + 1 where position = ? and attempts = ? and"
                                        + " (until is null or until < ?)")
                        .params(
                                holder,
                                TicketRows.at(now.plus(settings.lease())),
                                row.position(),
                                row.attempts(),
                                TicketRows.at(now))
                        .update()
                > 0;
    }

    private boolean send(Row row, UUID holder) {
        TicketRows rows = new TicketRows(sql);
        Ticket ticket = rows.find(row.ticket()).orElseThrow();
        TicketSystem.Outcome outcome = system.tell(ticket, row, rows, clock.instant());
        meters.counter("serai.tickets.sent", "action", row.action(), "outcome", outcome.name())
                .increment();
        ledger.commitNow(
                Unit.of(
                        page -> {
                            settle(page, row, holder, outcome);
                            return true;
                        }));
        return !(outcome instanceof TicketSystem.Outcome.Later);
    }

    private void settle(
            io.serai.store.Page page, Row row, UUID holder, TicketSystem.Outcome outcome) {
        JdbcClient here = page.sql();
        TicketRows rows = new TicketRows(here);
        Ticket before = rows.locked(row.ticket()).orElseThrow();
        Ticket now =
                switch (outcome) {
                    case TicketSystem.Outcome.Kept kept -> {
                        done(here, row);
                        String number = kept.number() == null ? before.external() : kept.number();
                        yield TicketChange.of(before).delivered("kept", number, null).ticket();
                    }
                    case TicketSystem.Outcome.Refused refused -> {
                        done(here, row);
                        yield TicketChange.of(before)
                                .delivered("failed", before.external(), refused.reason())
                                .ticket();
                    }
                    case TicketSystem.Outcome.Later later -> {
                        postpone(here, row, holder);
                        // It may have said meanwhile, by itself, that it has it.
                        boolean perhapsMade = row.unended() || !later.untold();
                        yield perhapsMade
                                        && row.action().equals("create")
                                        && before.external() == null
                                ? TicketChange.of(before).delivered("unknown", null, null).ticket()
                                : before;
                    }
                };
        if (!now.equals(before)) {
            rows.update(now);
            if (!now.delivery().equals("unknown")) {
                teller.event(page, now, before.keptIn(), clock.instant());
            }
        }
    }

    /** A ticket that was refused has nothing to be changed there either. */
    private static void done(JdbcClient sql, Row row) {
        sql.sql("delete from ticket_outbox where position = ?").param(row.position()).update();
    }

    private void postpone(JdbcClient sql, Row row, UUID holder) {
        Duration pause = settings.retry().multipliedBy(1L << Math.min(row.attempts(), 10));
        Instant due =
                clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        sql.sql(
                        "update ticket_outbox set holder = null, until = null, due = ? where"
                                + " position = ? and holder = ?")
                .params(TicketRows.at(due), row.position(), holder)
                .update();
    }

    @Override
    public void start() {
        if (!settings.external()) {
            tellWhatStays();
        } else {
            Thread sending = Thread.ofVirtual().name("tickets-out").unstarted(this::run);
            // It runs for as long as it stands here.
            thread = sending;
            sending.start();
        }
    }

    /** Of a system that was set before: nobody else would say that it never hears of it. */
    private void tellWhatStays() {
        long left = sql.sql("select count(*) from ticket_outbox").query(Long.class).single();
        if (left > 0) {
            LOG.warn(
                    "{} changes of tickets were never told to the system that kept them before:"
                            + " set serai.tickets.system back to it until they are",
                    left);
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
