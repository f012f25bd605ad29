package io.serai.gateway;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** XML without DTDs, entities or anything fetched. */
final class Xml {

    private Xml() {}

    static Document document() {
        return builder().newDocument();
    }

    /** The XML that stands as text in the first element of that name. */
    static Element inner(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS("*", name);
        if (found.getLength() == 0) {
            throw new ContractException("its answer has no " + name);
        }
        try {
            return builder()
                    .parse(new InputSource(new StringReader(found.item(0).getTextContent())))
                    .getDocumentElement();
        } catch (SAXException e) {
            throw new ContractException("what stands in " + name + " is not XML");
        } catch (IOException e) {
            throw new IllegalStateException("Reading a string cannot fail", e);
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            factory.setXIncludeAware(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's own parser knows these features", e);
        }
    }
}
