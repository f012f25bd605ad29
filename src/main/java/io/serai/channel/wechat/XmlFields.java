package io.serai.channel.wechat;

import io.serai.channel.wechat.Refused.Reason;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The fields of one XML push. No DOCTYPE, no entities but the five of XML itself, nothing fetched,
 * bounded depth and number of elements, and no recursion, so that no document can do harm.
 */
final class XmlFields {

    private static final int DEEPEST = 16;
    private static final int MOST = 2000;
    private static final XMLInputFactory FACTORY = factory();

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private boolean leaf;
    private int elements;

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    Map<String, String> read(String document) throws Refused {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(document));
            while (reader.hasNext()) {
                step(reader.next(), reader);
            }
            return fields;
        } catch (XMLStreamException e) {
            throw new Refused(Reason.BODY, "the XML cannot be read");
        }
    }

    private void step(int event, XMLStreamReader reader) throws Refused {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    text.append(reader.getText());
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new Refused(Reason.BODY, "the XML has a DOCTYPE or an entity");
            default -> {
                // Comments, instructions, white space outside the root: they say nothing.
            }
        }
    }

    private void start(String name) throws Refused {
        if (path.isEmpty() && !name.equals("xml")) {
            throw new Refused(Reason.BODY, "the XML's root is not <xml>");
        }
        if (path.size() >= DEEPEST || ++elements > MOST) {
            throw new Refused(Reason.BODY, "the XML is too deep or has too many elements");
        }
        path.addLast(name);
        text.setLength(0);
        leaf = true;
    }

    private void end() throws Refused {
        if (leaf && path.size() > 1) {
            String name = String.join(".", path).substring("xml.".length());
            PayloadReader.add(fields, name, text.toString());
        }
        path.removeLast();
        text.setLength(0);
        leaf = false;
    }
}
