package io.serai.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.serai.business.EventIntake.Arrived;
import io.serai.gateway.Reasons;
import io.serai.store.StoreAway;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Behind {@code jdbc-events-source}: reads a table page by page from a little before where the last
 * look ended, since rows are not committed in the order of their times; what this process handed on
 * before is passed over, and the store knows the rest by its id. How far it came is saved once all
 * of a page is kept.
 */
@Component("polledEvents")
public class PolledEvents {

    private static final Logger LOG = LoggerFactory.getLogger(PolledEvents.class);
    private static final String POSITION = "serai-at";
    private static final String FURTHEST = "serai-furthest";
    private static final String MORE = "more";
    private static final String EARLY = "serai-early";

    /** More than clocks are put forward for a summer. */
    private static final Duration EARLIEST = Duration.ofHours(2);

    private static final int MOST_KNOWN = 20_000;

    private final Clock clock;
    private final Cache<Known, Boolean> settled =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    /** By name, why its last looks failed. */
    private final Map<String, Set<String>> told = new ConcurrentHashMap<>();

    PolledEvents(Clock clock) {
        this.clock = clock;
    }

    /**
     * A row's place.
     *
     * @param at its time, or its number
     */
    private record Position(Instant at, String id) {

        String text() {
            return at + "|" + id;
        }

        static Position of(String text) {
            int bar = text.indexOf('|');
            return new Position(Instant.parse(text.substring(0, bar)), text.substring(bar + 1));
        }
    }

    /** A row as it was handed on; one that was mended since is another. */
    private record Known(String key, int content) {

        static Known of(Arrived row) {
            return new Known(row.key(), row.text().hashCode());
        }
    }

    /**
     * The body, where the last look ended, becomes where this one begins.
     *
     * @param from for the first look: now, or an ISO time
     * @param overlap how far back each look goes, such as {@code 2m}
     */
    public void begin(Exchange exchange, String from, String overlap) {
        String saved = exchange.getMessage().getBody(String.class);
        Duration back = DurationStyle.detectAndParse(overlap);
        Position furthest =
                saved == null || saved.isBlank()
                        ? new Position(
                                from.equals("now") ? clock.instant() : Instant.parse(from), "")
                        : notLaterThanNow(Position.of(saved));
        exchange.setProperty(FURTHEST, furthest);
        exchange.setProperty(MORE, true);
        exchange.setProperty(EARLY, Duration.ZERO);
        set(exchange, new Position(furthest.at().minus(back), ""));
    }

    private static void set(Exchange exchange, Position position) {
        exchange.setProperty(POSITION, position);
        exchange.getMessage().removeHeaders("*");
        Instant after = position.at().plus(exchange.getProperty(EARLY, Duration.class));
        exchange.getMessage().setBody(Map.of("after", after, "afterId", position.id()));
    }

    /** The rows, as JSON, become a List of {@link Arrived}. */
    public void rows(Exchange exchange, String name, int page) {
        JsonNode rows = Objects.requireNonNull(exchange.getMessage().getBody(JsonNode.class));
        List<Arrived> all = new ArrayList<>();
        Position last = exchange.getProperty(POSITION, Position.class);
        Position before = last;
        List<Position> places = new ArrayList<>();
        for (JsonNode row : rows) {
            String id = row.path("id").asText("");
            if (!(row instanceof ObjectNode fields) || !row.has("id")) {
                throw new Unusable();
            }
            last = place(row.path("time").asText(), id, last);
            places.add(last);
            Arrived arrived = new Arrived("jdbc", name, id, fields.toString(), fields);
            if (settled.getIfPresent(Known.of(arrived)) == null) {
                all.add(arrived);
            }
        }
        if (told.remove(name) != null) {
            LOG.info("Business events of {} are read again", name);
        }
        boolean full = rows.size() >= page;
        boolean stuck = full && (last.equals(before) || last.at().isBefore(before.at()));
        exchange.setProperty(MORE, stuck ? isEarly(exchange, places.getFirst(), before) : full);
        exchange.setProperty(POSITION, stuck ? before : last);
        if (!stuck) {
            exchange.setProperty(EARLY, Duration.ZERO); // another hour may be no summer's
        }
        exchange.getMessage().setBody(all);
    }

    /**
     * A full page of nothing but what was read: the database takes the place to read on from for an
     * earlier one, as MariaDB does in summer. It is asked from as much later as its first row came
     * too early, which is never more than it takes off.
     */
    private static boolean isEarly(Exchange exchange, Position first, Position before) {
        Duration early = Duration.between(first.at(), before.at());
        Duration all = exchange.getProperty(EARLY, Duration.class).plus(early);
        exchange.setProperty(EARLY, all);
        return early.isPositive() && all.compareTo(EARLIEST) < 0;
    }

    /** One whose time is infinity has no place to read on from: it stands after all others. */
    private static Position place(String time, String id, Position last) {
        try {
            return time.endsWith("infinity")
                    ? last
                    : new Position(OffsetDateTime.parse(time).toInstant(), id);
        } catch (DateTimeException e) {
            throw new Unusable();
        }
    }

    /** The query gives what no row can be read on from. */
    private static final class Unusable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unusable() {
            super("its query must give the columns id, and time with a time", null, false, false);
        }
    }

    /** Goes on, or ends the look. @throws Exception if it is to be read again */
    public void settle(Exchange exchange) throws Exception {
        Exception again = EventIntake.again(exchange);
        if (again != null) {
            throw again;
        }
        settled.put(Known.of(Objects.requireNonNull(EventIntake.arrived(exchange))), true);
    }

    /** All of the page is kept: where to read on, and the header {@code position} to be saved. */
    public void turn(Exchange exchange) {
        Position last = exchange.getProperty(POSITION, Position.class);
        Position reached = notLaterThanNow(last);
        Position furthest = exchange.getProperty(FURTHEST, Position.class);
        if (reached.at().isAfter(furthest.at())
                || (reached.at().equals(furthest.at())
                        && reached.id().compareTo(furthest.id()) > 0)) {
            furthest = reached;
        }
        exchange.setProperty(FURTHEST, furthest);
        exchange.setProperty("position", furthest.text());
        set(exchange, last);
    }

    /**
     * A row dated to the future would take the looks with it, and what is written until then would
     * never be read. It is read again until its time has come.
     */
    private Position notLaterThanNow(Position position) {
        Instant now = clock.instant();
        return position.at().isAfter(now) ? new Position(now, "") : position;
    }

    /**
     * The look failed: it is made again, from where the last one ended. Each reason is told once
     * until the table can be read; of a store that is away the store tells.
     */
    public void failed(Exchange exchange, String name) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (StoreAway.is(failure)) {
            return;
        }
        String reason = failure instanceof Unusable it ? it.getMessage() : Reasons.of(failure);
        if (told.computeIfAbsent(name, it -> ConcurrentHashMap.newKeySet()).add(reason)) {
            LOG.warn("Business events of {} wait: {}", name, reason);
        }
    }
}
