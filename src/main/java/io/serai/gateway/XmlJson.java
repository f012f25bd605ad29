package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

import java.util.Set;

import javax.xml.XMLConstants;

/**
 * Reads an XML element as JSON: its child elements by their local names, text as strings (a decimal
 * stays the digits it was written in), {@code xsi:nil} as null.
 */
final class XmlJson {

    private static final int DEEPEST = 50;
    private static final Set<String> TRUE = Set.of("true", "1");

    private XmlJson() {}

    /**
     * @param lists the elements that become arrays also if they come once
     */
    static JsonNode of(Element element, Set<String> lists) {
        return read(element, lists, 0) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode read(Element element, Set<String> lists, int depth) {
        if (depth > DEEPEST) {
            throw new ContractException("its answer is nested more than " + DEEPEST + " deep");
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                put(object, name(child, element), read(child, lists, depth + 1), lists);
            }
        }
        if (!object.isEmpty()) {
            return object;
        }
        return isNil(element) ? NullNode.instance : TextNode.valueOf(element.getTextContent());
    }

    /** As XML Schema writes a truth. */
    private static boolean isNil(Element element) {
        String nil = element.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil");
        return TRUE.contains(nil.strip());
    }

    private static String name(Element child, Element parent) {
        String expected = parent.getNamespaceURI();
        if (expected != null
                && child.getNamespaceURI() != null
                && !expected.equals(child.getNamespaceURI())) {
            throw new ContractException(
                    "its answer has a " + child.getLocalName() + " of another namespace");
        }
        return child.getLocalName();
    }

    private static void put(ObjectNode object, String name, JsonNode value, Set<String> lists) {
        JsonNode before = object.get(name);
        if (before instanceof ArrayNode array) {
            array.add(value);
        } else if (before != null) {
            object.putArray(name).add(before).add(value);
        } else if (lists.contains(name)) {
            object.putArray(name).add(value);
        } else {
            object.set(name, value);
        }
    }
}
