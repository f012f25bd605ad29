package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.cxf.common.CxfPayload;
import org.apache.cxf.endpoint.Client;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;

/** The bean behind {@code soap-system-action}: writes the request, reads response and fault. */
public final class SoapCall {

    SoapCall() {}

    /**
     * Makes the body a SOAP payload. Whatever headers the message had are gone afterwards.
     *
     * @param namespace of all elements
     * @param element the element that is sent
     * @param key the element within it for a body that is a String; a Map gives one for each entry,
     *     and as many as there are for one that is a collection
     * @param timeout milliseconds the system may be silent
     */
    public void request(
            Exchange exchange, String namespace, String element, String key, long timeout) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        Document document = Xml.document();
        Element root = document.createElementNS(namespace, element);
        document.appendChild(root);
        Map<?, ?> fields = body instanceof Map<?, ?> map ? map : Map.of(key, body);
        fields.forEach(
                (name, value) -> {
                    for (Object one : several(value)) {
                        Element field = document.createElementNS(namespace, String.valueOf(name));
                        field.setTextContent(String.valueOf(one));
                        root.appendChild(field);
                    }
                });
        message.removeHeaders("*");
        message.setHeader(
                Client.REQUEST_CONTEXT,
                Map.of(
                        org.apache.cxf.message.Message.RECEIVE_TIMEOUT,
                        CallTime.atMost(Duration.ofMillis(timeout)).toMillis() + 1));
        List<Source> payload = new ArrayList<>(List.of(new DOMSource(root)));
        message.setBody(new CxfPayload<>(new ArrayList<>(), payload, null));
    }

    private static Collection<?> several(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof Collection<?> many ? many : List.of(value);
    }

    /**
     * Makes the body JSON.
     *
     * @param namespace of the element that must have come
     * @param element the element that must have come
     * @param lists the elements that become arrays, separated by commas; a result of which none
     *     came is an empty one
     * @param result the one element that is the answer, empty for all
     * @param inner the element whose text is XML once more, empty for none
     * @param success the element that must say {@code true}, empty for none
     */
    public void response(
            Exchange exchange,
            String namespace,
            String element,
            String lists,
            String result,
            String inner,
            String success) {
        Message message = exchange.getMessage();
        CxfPayload<?> payload = message.getBody(CxfPayload.class);
        List<Element> elements = payload == null ? List.of() : payload.getBody();
        if (elements.isEmpty()) {
            throw new ContractException("its answer has no content");
        }
        Element root = elements.getFirst();
        if (!element.equals(root.getLocalName()) || !namespace.equals(root.getNamespaceURI())) {
            throw new ContractException(
                    "its answer is not a " + element + " of the agreed contract");
        }
        Element content = inner.isEmpty() ? root : Xml.inner(root, inner);
        Set<String> many = Set.of(lists.split(","));
        JsonNode data = XmlJson.of(content, many);
        if (!success.isEmpty() && !"true".equals(data.path(success).asText())) {
            throw new RefusedException("it says no: " + success + " is not true");
        }
        JsonNode found = result.isEmpty() ? data : data.get(result);
        if (found == null && many.contains(result)) {
            found = JsonNodeFactory.instance.arrayNode();
        }
        SystemReply.become(message, found);
    }

    /**
     * Says what a failure means.
     *
     * @param notFound the code in the fault's detail for "there is no such thing", empty for none
     */
    public void fault(Exchange exchange, String notFound) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!notFound.isEmpty() && notFound.equals(SoapFaults.code(failure))) {
            SystemReply.become(exchange.getMessage(), null);
            return;
        }
        throw SoapFaults.meaning(failure);
    }
}
