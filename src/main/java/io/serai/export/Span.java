package io.serai.export;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The part of the events in which those of a time are. There is no index by time, which would cost
 * each message something: the order in which events were stored is nearly that of their times, so
 * the ends are found by halving.
 *
 * @param first place
 * @param last place
 */
record Span(long first, long last) {

    /** By how much an event may have been stored out of order. */
    private static final Duration SLACK = Duration.ofMinutes(15);

    /** From one time up to another. */
    static Span of(JdbcTemplate sql, Instant from, Instant to) {
        String place = isPostgres(sql) ? "tx" : "position";
        long end = one(sql, "select " + place + " from event order by " + order(place, " desc"));
        return new Span(
                first(sql, place, from.minus(SLACK), end), first(sql, place, to.plus(SLACK), end));
    }

    private static boolean isPostgres(JdbcTemplate sql) {
        ConnectionCallback<String> name =
                connection -> connection.getMetaData().getDatabaseProductName();
        return Objects.equals(sql.execute(name), "PostgreSQL");
    }

    private static String order(String place, String direction) {
        String order = place + direction;
        return place.equals("position") ? order : order + ", position" + direction;
    }

    private static long one(JdbcTemplate sql, String query) {
        List<Long> found = sql.query(query + " limit 1", (row, n) -> row.getLong(1));
        return found.isEmpty() ? 0 : found.getFirst();
    }

    /** The first place from which on all is later, or the end. */
    private static long first(JdbcTemplate sql, String place, Instant time, long end) {
        String query =
                "select time from event where %s >= ? order by %s limit 1"
                        .formatted(place, order(place, ""));
        long low = 0;
        long high = end;
        while (low < high) {
            long middle = low + (high - low) / 2;
            Timestamp there = sql.queryForObject(query, Timestamp.class, middle);
            if (there != null && there.toInstant().isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
