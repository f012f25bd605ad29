package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.cxf.common.CxfPayload;
import org.apache.cxf.endpoint.Client;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.DOMException;
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
     * @param namespace of the element that is sent
     * @param element the element that is sent
     * @param qualified whether the elements within it are of that namespace, too, and not of none
     * @param key the element within it for a body that is a String; a Map gives one for each entry,
     *     and as many as there are for one that is a collection
     * @param timeout milliseconds the system may be silent
     * @throws RefusedException if there is no XML that says this; nothing is sent
     */
    public void request(
            Exchange exchange,
            String namespace,
            String element,
            boolean qualified,
            String key,
            long timeout) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        Document document = Xml.document();
        // CXF writes no xmlns="": without a prefix those within would be of this namespace, too.
        String name = qualified ? element : "q:" + element;
        Element root = document.createElementNS(namespace, name);
        document.appendChild(root);
        Map<?, ?> fields = body instanceof Map<?, ?> map ? map : Map.of(key, body);
        write(fields, root, qualified ? namespace : null);
        message.removeHeaders("*");
        message.setHeader(
                Client.REQUEST_CONTEXT,
                Map.of(
                        org.apache.cxf.message.Message.RECEIVE_TIMEOUT,
                        CallTime.atMost(Duration.ofMillis(timeout)).toMillis() + 1));
        List<Source> payload = new ArrayList<>(List.of(new DOMSource(root)));
        message.setBody(new CxfPayload<>(new ArrayList<>(), payload, null));
    }

    private static void write(Map<?, ?> fields, Element parent, @Nullable String namespace) {
        fields.forEach(
                (name, value) -> {
                    for (Object one : several(value)) {
                        Element field = element(String.valueOf(name), parent, namespace);
                        if (one instanceof Map<?, ?> parts) {
                            write(parts, field, namespace);
                        } else {
                            field.setTextContent(text(field, String.valueOf(one)));
                        }
                    }
                });
    }

    private static Element element(String name, Element parent, @Nullable String namespace) {
        try {
            Element element = parent.getOwnerDocument().createElementNS(namespace, name);
            parent.appendChild(element);
            return element;
        } catch (DOMException e) {
            throw new RefusedException("what is asked has a field that no element can be called");
        }
    }

    private static String text(Element field, String text) {
        if (!text.codePoints().allMatch(SoapCall::isOfXml)) {
            throw new RefusedException(
                    "what is asked has a character in %s that XML cannot have"
                            .formatted(field.getTagName()));
        }
        return text;
    }

    /** As XML 1.0 has it: no controls but tab and line ends, no half of a character. */
    private static boolean isOfXml(int c) {
        return c < 0x20
                ? c == '\t' || c == '\n' || c == '\r'
                : c < Character.MIN_SURROGATE
                        || (c > Character.MAX_SURROGATE && c < 0xFFFE)
                        || c > 0xFFFF;
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
