package io.serai.business;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.business.BusinessEvents.BadEventException;
import io.serai.edge.SafeXml;
import io.serai.event.Event;
import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.component.cxf.common.CxfPayload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;

/** The bean behind {@code /services/events}: {@code ReportEvent} of {@code wsdl/events.wsdl}. */
public final class EventsSoap {

    static final String NAMESPACE = "urn:serai:events:v1";

    private static final Logger LOG = LoggerFactory.getLogger(EventsSoap.class);
    private static final String EVENT_ID = "serai-event-id";
    private static final String DETAIL = "detail";
    private static final List<String> ELEMENTS =
            List.of("id", "type", "orderNo", "customerCode", "occurredAt", DETAIL);
    private static final int MOST_DETAILS = 50;
    private static final int LONGEST_DETAIL = 2_000;

    private final BusinessEvents events;
    private final MeterRegistry meters;
    private final Clock clock;

    EventsSoap(BusinessEvents events, MeterRegistry meters, Clock clock) {
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /** Makes the body an {@link Event}. */
    public void read(Exchange exchange) throws BadEventException {
        CxfPayload<?> payload = exchange.getMessage().getBody(CxfPayload.class);
        List<Element> elements = payload == null ? List.of() : payload.getBody();
        if (elements.isEmpty()
                || !"ReportEventRequest".equals(elements.getFirst().getLocalName())
                || !NAMESPACE.equals(elements.getFirst().getNamespaceURI())) {
            throw new BadEventException("the body must be one ReportEventRequest of " + NAMESPACE);
        }
        Element request = elements.getFirst();
        Map<String, String> said = fields(request, ELEMENTS);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (said.containsKey("customerCode")) {
            data.put("customerCode", said.get("customerCode"));
        }
        details(request, data.putObject("details"));
        if (Json.write(data).getBytes(StandardCharsets.UTF_8).length > BusinessEvents.LONGEST) {
            throw new BadEventException("an event has at most 64 KiB");
        }
        Event event =
                events.event(
                        said.getOrDefault("id", ""),
                        said.getOrDefault("type", ""),
                        said.getOrDefault("orderNo", ""),
                        events.time(said.getOrDefault("occurredAt", "")),
                        null,
                        data,
                        clock.instant());
        exchange.setProperty(EVENT_ID, event.id());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(event);
    }

    private static void details(Element request, ObjectNode details) throws BadEventException {
        NodeList found = request.getElementsByTagNameNS(NAMESPACE, DETAIL);
        if (found.getLength() > MOST_DETAILS) {
            throw new BadEventException("there may be at most " + MOST_DETAILS + " details");
        }
        for (int i = 0; i < found.getLength(); i++) {
            Map<String, String> said = fields((Element) found.item(i), List.of("name", "value"));
            String value = said.getOrDefault("value", "");
            if (value.length() > LONGEST_DETAIL) {
                throw new BadEventException(
                        "the value of a detail has at most " + LONGEST_DETAIL + " characters");
            }
            String name = said.getOrDefault("name", "");
            if (details.has(name)) {
                throw new BadEventException("no two details may have the same name");
            }
            details.put(name, value);
        }
    }

    /**
     * What an element holds, by name. One that is not of the WSDL is refused: a misspelt {@code
     * customerCode} that was passed over would make an event that nobody is shown.
     */
    private static Map<String, String> fields(Element within, List<String> known)
            throws BadEventException {
        Map<String, String> fields = new HashMap<>();
        for (Node it = within.getFirstChild(); it != null; it = it.getNextSibling()) {
            if (!(it instanceof Element element)) {
                continue;
            }
            String name = element.getLocalName();
            if (!known.contains(name) || !NAMESPACE.equals(element.getNamespaceURI())) {
                throw new BadEventException(
                        "%s has no element %s; it has %s, all of %s"
                                .formatted(
                                        within.getLocalName(),
                                        name,
                                        String.join(", ", known),
                                        NAMESPACE));
            }
            if (name.equals(DETAIL)) {
                continue;
            }
            if (holdsElements(element)) {
                throw new BadEventException(name + " must be a text, without elements in it");
            }
            if (fields.put(name, element.getTextContent().strip()) != null) {
                throw new BadEventException(name + " is given twice");
            }
        }
        return fields;
    }

    /** Such as a reference to an attachment, of which nothing would be left. */
    private static boolean holdsElements(Element element) {
        return element.getElementsByTagNameNS("*", "*").getLength() > 0;
    }

    /** Says that the event is kept, or was before. */
    public void reply(Exchange exchange) {
        boolean duplicate = BusinessEvents.duplicate(exchange.getMessage().getBody());
        count(duplicate ? "duplicate" : "accepted");
        Document document = SafeXml.document();
        Element response = document.createElementNS(NAMESPACE, "ReportEventResponse");
        add(response, "id", exchange.getProperty(EVENT_ID, String.class));
        add(response, "status", duplicate ? "duplicate" : "accepted");
        List<Source> body = new ArrayList<>(List.of(new DOMSource(response)));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(new CxfPayload<>(new ArrayList<>(), body, null));
    }

    static void add(Element parent, String name, String text) {
        Element child = parent.getOwnerDocument().createElementNS(NAMESPACE, name);
        child.setTextContent(text);
        parent.appendChild(child);
    }

    /** Says why it is not: the sender's fault, or worth sending again. */
    public void fault(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        count("refused");
        if (failure instanceof BadEventException bad) {
            LOG.warn("A business event was refused by SOAP: {}", bad.rule());
            throw EventFault.sender("BAD_EVENT", bad.rule());
        }
        LOG.error("A business event could not be kept and was refused", failure);
        throw EventFault.receiver("UNAVAILABLE", "It could not be kept. Send it again later.");
    }

    private void count(String outcome) {
        meters.counter("serai.events.inbound", "door", "soap", "outcome", outcome).increment();
    }
}
