package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.camel.Exchange;
import org.apache.camel.component.cxf.common.CxfPayload;
import org.apache.cxf.binding.soap.SoapFault;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.xml.namespace.QName;

/** The parcel tracker's stand-in: SOAP by {@code wsdl/parcel-tracking.wsdl}. */
public final class Tracking {

    private static final String TYPES = "http://tracking.example.cn/v1/types";
    private static final QName SERVER =
            new QName("http://schemas.xmlsoap.org/soap/envelope/", "Server");

    private final SystemsData data;
    private final SystemModes modes;

    Tracking(SystemsData data, SystemModes modes) {
        this.data = data;
        this.modes = modes;
    }

    /** {@code ListParcels}, the one operation. */
    public void call(Exchange exchange) throws InterruptedException {
        CxfPayload<?> payload = exchange.getMessage().getBody(CxfPayload.class);
        Document document = Erp.document();
        switch (modes.mode("tracking")) {
            case OK -> {}
            case SLOW -> Thread.sleep(Duration.ofSeconds(10));
            case DOWN, ERRORS -> throw new SoapFault("down for maintenance", SERVER);
            case NONSENSE -> {
                Erp.answer(exchange, document.createElementNS("urn:nonsense", "ItWorks"));
                return;
            }
        }
        Set<String> asked = new HashSet<>();
        NodeList codes = payload.getBody().getFirst().getElementsByTagNameNS(TYPES, "customerCode");
        for (int at = 0; at < codes.getLength(); at++) {
            asked.add(codes.item(at).getTextContent().strip());
        }
        Element response = document.createElementNS(TYPES, "ListParcelsResponse");
        data.find("shipments", one -> asked.contains(String.valueOf(data.customer(one))))
                .forEach(one -> parcel(response, one));
        Erp.answer(exchange, response);
    }

    private void parcel(Element response, JsonNode known) {
        Element parcel = add(response, "parcel", "");
        add(parcel, "customerCode", String.valueOf(data.customer(known)));
        for (String field : List.of("orderNo", "carrier", "trackingNo", "status")) {
            add(parcel, field, known.path(field).asText());
        }
        for (JsonNode happened : known.path("events")) {
            Element event = add(parcel, "event", "");
            for (String field : List.of("at", "location", "description")) {
                add(event, field, happened.path(field).asText());
            }
        }
    }

    private static Element add(Element parent, String name, String text) {
        Element child = parent.getOwnerDocument().createElementNS(TYPES, name);
        child.setTextContent(text);
        parent.appendChild(child);
        return child;
    }
}
