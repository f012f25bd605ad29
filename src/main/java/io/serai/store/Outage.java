package io.serai.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** That nothing can be stored: why, and since when. One line when it begins and one at its end. */
final class Outage {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private static final String DISK_FULL = "53100";
    static final String READ_ONLY = "25006";

    /** It ended a transaction that stood still, as one of a hub that was suspended does. */
    private static final String STOOD_STILL = "25P03";

    /** What Linux and Windows say of a disk, a quota or a largest file size. */
    private static final String NO_ROOM =
            "(?i).*(no space left|not enough space|quota exceeded|file too large).*";

    /**
     * A database on a full disk or in the hands of a standby can be read: that nobody was refused
     * for so long is its end.
     */
    private static final Duration CALM = Duration.ofSeconds(10);

    /**
     * It is going on. The times are {@link System#nanoTime()}.
     *
     * @param reason what the database said first, and what to do
     * @param readable whether what writes nothing may well go through
     * @param since its first refusal
     * @param latest its latest
     */
    private record Now(String reason, boolean readable, long since, long latest) {}

    private final Counter refused;
    private volatile @Nullable Now now;

    Outage(MeterRegistry metrics) {
        refused =
                Counter.builder("serai.store.refused")
                        .description("Units refused since nothing could be stored")
                        .register(metrics);
        Gauge.builder("serai.store.up", this, it -> it.reason() == null ? 1 : 0)
                .description("1 if the last commit went through, 0 since one could not")
                .register(metrics);
    }

    /** True if it is the database that cannot, not the unit that is wrong. */
    static boolean causes(Throwable failure) {
        return failure instanceof TransactionException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessResourceException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof QueryTimeoutException
                || chain(failure).anyMatch(IOException.class::isInstance)
                || has(failure, READ_ONLY)
                || has(failure, STOOD_STILL);
    }

    /** A commit of so many units failed for want of the database. */
    void goesOn(Throwable failure, int units) {
        refused.increment(units);
        long time = System.nanoTime();
        Now before = now;
        if (before != null) {
            now = new Now(before.reason(), before.readable(), before.since(), time);
            return;
        }
        boolean full = isFullDisk(failure);
        String reason = full ? "the disk under the store is full. Make room on it" : said(failure);
        now = new Now(reason, full || has(failure, READ_ONLY), time, time);
        log.warn(
                "Nothing can be stored: {}. What comes in is refused, and whoever sent it sends it"
                        + " again; the hub goes on by itself once it can",
                reason);
    }

    /**
     * A commit went through.
     *
     * @param wrote whether it surely wrote something
     * @return whether that is news
     */
    boolean ends(boolean wrote) {
        Now before = now;
        long time = System.nanoTime();
        if (before == null
                || (before.readable() && !wrote && time - before.latest() < CALM.toNanos())) {
            return false;
        }
        now = null;
        log.info(
                "The store is there again after {} s",
                Duration.ofNanos(time - before.since()).toSeconds());
        return true;
    }

    /** Why nothing can be stored now; null if it can. */
    @Nullable String reason() {
        Now current = now;
        return current == null ? null : current.reason();
    }

    /** A batch that failed quotes its values, and values are what customers wrote. */
    private static String said(Throwable failure) {
        return chain(failure)
                .filter(SQLException.class::isInstance)
                .filter(cause -> !(cause instanceof BatchUpdateException))
                .map(cause -> ((SQLException) cause).getSQLState() + " " + message(cause))
                .reduce((outer, inner) -> inner)
                .orElse(failure.getClass().getSimpleName());
    }

    /** True if there is no room where the database writes. */
    static boolean isFullDisk(Throwable failure) {
        return chain(failure)
                .dropWhile(it -> !(it instanceof SQLException))
                .anyMatch(Outage::saysFull);
    }

    private static boolean saysFull(Throwable cause) {
        return switch (cause) {
            case SQLException sql -> DISK_FULL.equals(sql.getSQLState());
            case IOException io -> message(io).matches(NO_ROOM);
            default -> false;
        };
    }

    static boolean has(Throwable failure, String state) {
        return chain(failure)
                .anyMatch(it -> it instanceof SQLException sql && state.equals(sql.getSQLState()));
    }

    private static String message(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** Where taking back failed too, since the connection is gone, what it was to be for. */
    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Outage::cause);
    }

    private static @Nullable Throwable cause(Throwable failure) {
        return failure instanceof TransactionSystemException system
                        && system.getApplicationException() != null
                ? system.getApplicationException()
                : failure.getCause();
    }
}
