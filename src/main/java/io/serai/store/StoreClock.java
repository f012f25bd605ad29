package io.serai.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * The time that nodes share: this machine's, corrected to the database's, so that an offer made on
 * one node does not run out early on another whose clock is ahead.
 */
final class StoreClock extends Clock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoreClock.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(1);

    private final Clock local;
    private final JdbcTemplate jdbc;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("store-clock").factory());
    private volatile Duration offset = Duration.ZERO;

    StoreClock(Clock local, DataSource source) {
        this.local = local;
        this.jdbc = new JdbcTemplate(source);
        measure();
        timer.scheduleWithFixedDelay(
                this::measure, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    }

    /** The middle of the round trip is when the database looked at its clock. */
    void measure() {
        try {
            Instant before = local.instant();
            Timestamp there =
                    Objects.requireNonNull(
                            jdbc.queryForObject("select clock_timestamp()", Timestamp.class));
            Duration trip = Duration.between(before, local.instant());
            Duration found = Duration.between(before.plus(trip.dividedBy(2)), there.toInstant());
            Duration change = found.minus(offset);
            // Less than the trip cannot be told from no difference at all.
            if (change.abs().compareTo(trip) <= 0) {
                return;
            }
            if (change.abs().compareTo(WORTH_A_WORD) > 0) {
                log.warn(
                        "This machine's clock is {} ms off the store's; the hub goes by the"
                                + " store's. Have NTP mend it",
                        found.negated().toMillis());
            }
            offset =
                    found.abs().compareTo(trip) > 0
                            ? found.truncatedTo(ChronoUnit.MICROS)
                            : Duration.ZERO;
        } catch (DataAccessException e) {
            log.debug("The store's time is not known now: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public Instant instant() {
        return local.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The hub's time is UTC");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
