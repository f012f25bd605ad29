package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;
import io.serai.event.Types;
import io.serai.gateway.ContractException;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The contacts that changed since the last look, as events of the type {@code
 * io.serai.contact.changed}.
 *
 * <p>An event's id is the contact's with its change's time: what is read twice is the same event.
 * So each look goes back two minutes behind the last change it knows, for changes are committed out
 * of order.
 */
public final class SalesforceContacts {

    private static final String SOURCE = "/systems/salesforce";
    private static final Duration OVERLAP = Duration.ofMinutes(2);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS[XXX][XX]");

    private final Clock clock;

    SalesforceContacts(Clock clock) {
        this.clock = clock;
    }

    /** The body, where the last look ended, becomes where the next begins. */
    public void since(Exchange exchange) {
        String cursor = exchange.getMessage().getBody(String.class);
        Instant from = cursor == null || cursor.isBlank() ? clock.instant() : Instant.parse(cursor);
        exchange.setProperty("cursor", from.toString());
        exchange.getMessage().setBody(from.minus(OVERLAP).toString());
    }

    /** The body, contacts as JSON, becomes a List of events; the property cursor moves on. */
    public void events(Exchange exchange) {
        JsonNode contacts = Objects.requireNonNull(exchange.getMessage().getBody(JsonNode.class));
        Instant cursor = Instant.parse(exchange.getProperty("cursor", String.class));
        List<Event> events = new ArrayList<>();
        for (JsonNode contact : contacts) {
            Instant changed = time(contact.path("SystemModstamp").asText());
            String id = contact.path("Id").asText();
            if (changed == null || !Soql.isId(id) || !(contact instanceof ObjectNode object)) {
                throw new ContractException("a contact has no Id or SystemModstamp");
            }
            ObjectNode data = object.deepCopy();
            data.remove("attributes");
            events.add(
                    new Event(
                            id + "@" + changed.toEpochMilli(),
                            SOURCE,
                            Types.CONTACT_CHANGED,
                            id,
                            changed,
                            null,
                            data));
            cursor = changed.isAfter(cursor) ? changed : cursor;
        }
        exchange.setProperty("cursor", cursor.toString());
        exchange.getMessage().setBody(events);
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text, TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
