package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;
import io.serai.event.Types;
import io.serai.gateway.ContractException;
import io.serai.gateway.Reasons;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The contacts that changed since the last look, as events of the type {@code
 * io.serai.contact.changed}.
 *
 * <p>An event's id is the contact's with its change's time: what is read twice is the same event.
 * So each look goes back two minutes behind the last change it knows, for changes are committed out
 * of order. A look that did not read all there is goes on, the next time, behind the last contact
 * it read: thousands may be changed in one moment.
 */
public final class SalesforceContacts {

    private static final Logger LOG = LoggerFactory.getLogger(SalesforceContacts.class);
    private static final String SOURCE = "/systems/salesforce";
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    /** The id that all others come after. */
    private static final String FIRST = "000000000000000";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS[XXX][XX]");

    private final Clock clock;

    SalesforceContacts(Clock clock) {
        this.clock = clock;
    }

    /**
     * The body, where the last look ended, becomes where the next begins: {@code from} this time,
     * and of it only what is {@code after} this contact.
     */
    public void since(Exchange exchange) {
        String[] cursor = exchange.getMessage().getBody(String.class).split(" ", 2);
        Instant last = cursor[0].isEmpty() ? clock.instant() : Instant.parse(cursor[0]);
        exchange.setProperty("cursor", last.toString());
        exchange.getMessage()
                .setBody(
                        cursor.length == 1
                                ? Map.of("from", last.minus(OVERLAP), "after", FIRST)
                                : Map.of("from", last, "after", cursor[1]));
    }

    /** The body, contacts as JSON, becomes a List of events; the property cursor moves on. */
    public void events(Exchange exchange) {
        JsonNode contacts = Objects.requireNonNull(exchange.getMessage().getBody(JsonNode.class));
        String rest = "";
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
            boolean whole = !exchange.getProperty(SalesforceReply.CUT, false, Boolean.class);
            cursor = whole && cursor.isAfter(changed) ? cursor : changed;
            rest = whole ? "" : " " + id;
        }
        exchange.setProperty("cursor", cursor + rest);
        exchange.getMessage().setBody(events);
    }

    /** The look failed: it is made again, from where the last one ended. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.warn("Contacts of Salesforce that changed wait: {}", Reasons.of(failure));
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text, TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
