package io.serai.edge;

import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Reads XML from outside: no DTD (so no entities of its own and nothing fetched), no document over
 * {@value #MAX_BYTES} bytes, none nested deeper than {@value #MAX_DEPTH}.
 */
public final class SafeXml {

    public static final int MAX_BYTES = 1024 * 1024;
    public static final int MAX_DEPTH = 100;

    private static final XMLInputFactory STREAMS = streams();
    private static final DocumentBuilderFactory DOCUMENTS = documents();

    private SafeXml() {}

    /**
     * A reader of the document.
     *
     * @throws XMLStreamException if it is too large or does not begin as XML; reading on throws it
     *     at a DOCTYPE, at an element too deep and where the XML is broken
     */
    public static XMLStreamReader reader(byte[] xml) throws XMLStreamException {
        checkSize(xml);
        return new Guarded(STREAMS.createXMLStreamReader(new ByteArrayInputStream(xml)));
    }

    /**
     * The document as a tree, namespaces known.
     *
     * @throws XMLStreamException if it is too large, too deep, broken, or has a DOCTYPE
     */
    public static Document document(byte[] xml) throws XMLStreamException {
        checkSize(xml);
        try {
            DocumentBuilder builder = DOCUMENTS.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new ByteArrayInputStream(xml));
        } catch (SAXException e) {
            throw new XMLStreamException("Not XML as it is taken here: " + e.getMessage(), e);
        } catch (IOException | ParserConfigurationException e) {
            throw new XMLStreamException(e);
        }
    }

    /** A new tree with nothing in it. */
    public static Document document() {
        try {
            return DOCUMENTS.newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java's XML parser can't be made safe", e);
        }
    }

    private static void checkSize(byte[] xml) throws XMLStreamException {
        if (xml.length > MAX_BYTES) {
            throw new XMLStreamException("XML of more than " + MAX_BYTES + " bytes is not taken");
        }
    }

    // The JDK's own parsers by name: another on the class path may know these limits or not.

    private static XMLInputFactory streams() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private static DocumentBuilderFactory documents() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", String.valueOf(MAX_DEPTH));
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            return factory;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java's XML parser can't be made safe", e);
        }
    }

    private static final class Guarded extends StreamReaderDelegate {

        private int depth;

        Guarded(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            switch (event) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("XML with a DTD is not taken", getLocation());
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new XMLStreamException(
                                "XML nested deeper than " + MAX_DEPTH + " is not taken",
                                getLocation());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
            return event;
        }

        @Override
        public int nextTag() throws XMLStreamException {
            while (true) {
                int event = next();
                if (event == START_ELEMENT || event == END_ELEMENT) {
                    return event;
                }
                boolean skipped =
                        event == COMMENT
                                || event == PROCESSING_INSTRUCTION
                                || event == SPACE
                                || (event == CHARACTERS && isWhiteSpace());
                if (!skipped) {
                    throw new XMLStreamException("Expected an element", getLocation());
                }
            }
        }

        @Override
        public String getElementText() throws XMLStreamException {
            String text = super.getElementText();
            depth--; // it ends at the end of the element
            return text;
        }
    }

    private static final class Strict implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {
            // a warning is no reason to refuse
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
