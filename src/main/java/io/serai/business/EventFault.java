package io.serai.business;

import io.serai.edge.SafeXml;

import org.apache.cxf.binding.soap.SoapFault;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import javax.xml.namespace.QName;

/** A fault in the words of {@code wsdl/events.wsdl}. No other leaves the hub. */
final class EventFault extends SoapFault {

    private static final long serialVersionUID = 1L;
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

    private EventFault(QName role, String code, String message, boolean retryable) {
        super(message, role);
        Document document = SafeXml.document();
        Element detail = document.createElement("detail");
        document.appendChild(detail);
        Element said = document.createElementNS(EventsSoap.NAMESPACE, "EventFault");
        detail.appendChild(said);
        EventsSoap.add(said, "code", code);
        EventsSoap.add(said, "message", message);
        EventsSoap.add(said, "retryable", String.valueOf(retryable));
        setDetail(detail);
    }

    /** The caller must change something. */
    static EventFault sender(String code, String message) {
        return new EventFault(new QName(SOAP, "Client"), code, message, false);
    }

    /** The caller should send it again later. */
    static EventFault receiver(String code, String message) {
        return new EventFault(new QName(SOAP, "Server"), code, message, true);
    }
}
