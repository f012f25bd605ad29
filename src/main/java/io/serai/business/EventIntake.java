package io.serai.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.business.BusinessEvents.BadEventException;
import io.serai.event.Event;
import io.serai.store.StoreAway;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Behind the Kamelets that fetch business events: makes what came an event, and says what becomes
 * of one that fails. One that is wrong goes to the dead events at once; one that fails otherwise
 * comes again, until it has failed so often that it must be its own fault. Neither is dropped.
 */
@Component("eventIntake")
public class EventIntake {

    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);

    /** Why what is no text is among the dead; of that no more is kept than could be read. */
    static final String UNREADABLE = "it must be UTF-8";

    private static final int MOST_TRIES = 5;
    private static final int MOST_KNOWN = 10_000;
    private static final String ARRIVED = "serai-arrived";
    private static final String AGAIN = "serai-again";

    private final CloudEvents reader;
    private final DeadEvents dead;
    private final MeterRegistry meters;
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();

    EventIntake(CloudEvents reader, DeadEvents dead, MeterRegistry meters) {
        this.reader = reader;
        this.dead = dead;
        this.meters = meters;
    }

    /**
     * Something that came.
     *
     * @param door redis, kafka or jdbc
     * @param name of the source in the settings
     * @param entry what it is called there; unique within the source
     * @param text as it came
     * @param fields its parts side by side, or the one field {@code event} with a whole CloudEvent;
     *     null if what came is no UTF-8
     */
    record Arrived(
            String door, String name, String entry, String text, @Nullable ObjectNode fields) {

        /** Whether the text says all of what came; what is no UTF-8 is read as something else. */
        static boolean isText(String text, byte[] given) {
            return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), given);
        }

        String key() {
            return door + "/" + name + "/" + entry;
        }
    }

    /** The body, an {@link Arrived}, becomes an {@link Event}; no header stays. */
    public void read(Exchange exchange) throws BadEventException {
        Arrived arrived = exchange.getMessage().getBody(Arrived.class);
        exchange.setProperty(ARRIVED, arrived);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(event(arrived));
    }

    Event event(Arrived arrived) throws BadEventException {
        if (arrived.text().getBytes(StandardCharsets.UTF_8).length > BusinessEvents.LONGEST) {
            throw new BadEventException("an event has at most 64 KiB");
        }
        ObjectNode fields = arrived.fields();
        if (fields == null) {
            throw new BadEventException(UNREADABLE);
        }
        JsonNode whole = fields.path("event");
        if (whole.isTextual()) {
            return reader.read(FlatEvent.json(whole.asText()), null);
        }
        JsonNode own = fields.path("id");
        String id = own.isValueNode() && !own.isNull() ? own.asText() : arrived.entry();
        ObjectNode given = FlatEvent.of(arrived.name(), id, fields);
        if (arrived.door().equals("jdbc")) {
            if (id.isEmpty()) {
                throw new BadEventException("the row has no id");
            }
            // Two tables may well have a row 1.
            given.put("id", arrived.name() + ":" + id);
        }
        return reader.read(given, null);
    }

    /** It is kept; the body is what {@code direct:report-event} left. */
    public void kept(Exchange exchange) {
        Arrived arrived = exchange.getProperty(ARRIVED, Arrived.class);
        boolean duplicate = BusinessEvents.duplicate(exchange.getMessage().getBody());
        tries.remove(arrived.key());
        count(arrived, duplicate ? "duplicate" : "accepted");
    }

    /** It failed: it is kept among the dead and counts as taken, or is to come again. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Arrived arrived = exchange.getProperty(ARRIVED, Arrived.class);
        try {
            if (!isSettled(arrived, failure)) {
                exchange.setProperty(AGAIN, failure);
            }
        } catch (RuntimeException e) {
            // Not even the store of the dead takes it.
            exchange.setProperty(AGAIN, e);
        }
    }

    /** Why what the exchange brought is to come again; null if it is taken. */
    static @Nullable Exception again(Exchange exchange) {
        return exchange.getProperty(AGAIN, Exception.class);
    }

    /** What the exchange brought; null if nothing. */
    static @Nullable Arrived arrived(Exchange exchange) {
        return exchange.getProperty(ARRIVED, Arrived.class);
    }

    /** False if it is to come again; a store that is away is no fault of the event's. */
    private boolean isSettled(Arrived arrived, Exception failure) {
        String reason = failure instanceof BadEventException it ? it.rule() : name(failure);
        boolean bad = failure instanceof BadEventException;
        if (!bad && (StoreAway.is(failure) || !isTriedEnough(arrived))) {
            LOG.warn(
                    "An event of {} could not be kept and comes again: {}", arrived.name(), reason);
            count(arrived, "failed");
            return false;
        }
        String entry = arrived.name() + "/" + arrived.entry();
        boolean news = dead.keep(arrived.door(), entry, arrived.text(), reason);
        tries.remove(arrived.key());
        if (!news) {
            count(arrived, "duplicate");
            return true;
        }
        LOG.warn("An event of {} goes to the dead events: {}", arrived.name(), reason);
        count(arrived, "dead");
        return true;
    }

    private boolean isTriedEnough(Arrived arrived) {
        if (tries.size() > MOST_KNOWN) {
            tries.clear();
        }
        // What came often may have failed never: it comes with all that was fetched beside it.
        return tries.merge(arrived.key(), 1, Integer::sum) >= MOST_TRIES;
    }

    private static String name(Exception failure) {
        return failure.getClass().getSimpleName();
    }

    private void count(Arrived arrived, String outcome) {
        meters.counter("serai.events.inbound", "door", arrived.door(), "outcome", outcome)
                .increment();
    }
}
