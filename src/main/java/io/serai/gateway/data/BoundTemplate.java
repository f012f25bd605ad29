package io.serai.gateway.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * A JSON document whose texts {@code ":?name"} stand for values. A value takes the place of such a
 * text as a whole and as what it is: text stays text, whatever is in it.
 */
final class BoundTemplate {

    static final String MARK = ":?";

    private final JsonNode template;

    /**
     * @param given the document
     * @param languages the fields below which a value would be read as a language of its own, with
     *     wildcards or code; a template that binds one there is refused
     * @throws IllegalArgumentException saying what is wrong with it
     */
    BoundTemplate(String given, Set<String> languages) {
        try {
            template = Json.MAPPER.readTree(given);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The template is not JSON: " + e.getOriginalMessage());
        }
        if (!template.isObject()) {
            throw new IllegalArgumentException("The template is not a JSON object");
        }
        check(template, null, languages);
    }

    private static void check(JsonNode node, @Nullable String within, Set<String> languages) {
        if (within != null && name(node) != null) {
            throw new IllegalArgumentException(
                    "The template binds a value within "
                            + within
                            + ", where it would be more than a value");
        }
        node.properties()
                .forEach(
                        field ->
                                check(
                                        field.getValue(),
                                        languages.contains(field.getKey())
                                                ? field.getKey()
                                                : within,
                                        languages));
        if (node.isArray()) {
            node.forEach(element -> check(element, within, languages));
        }
    }

    /** The name of the value that stands here, or null. */
    static @Nullable String name(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        return text.startsWith(MARK) ? text.substring(MARK.length()) : null;
    }

    /** The document with these values. */
    JsonNode with(Map<?, ?> values) {
        return with(template, values);
    }

    private static JsonNode with(JsonNode node, Map<?, ?> values) {
        String name = name(node);
        if (name != null) {
            return json(value(name, values));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> copy.set(field.getKey(), with(field.getValue(), values)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(with(element, values)));
            return copy;
        }
        return node;
    }

    static @Nullable Object value(String name, Map<?, ?> values) {
        if (!values.containsKey(name)) {
            throw new IllegalStateException("The template binds " + name + ", which is not given");
        }
        return values.get(name);
    }

    private static JsonNode json(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Boolean truth -> nodes.booleanNode(truth);
            case Number number -> nodes.numberNode(new BigDecimal(number.toString()));
            case Collection<?> list -> {
                ArrayNode all = nodes.arrayNode();
                list.forEach(element -> all.add(json(element)));
                yield all;
            }
            default -> nodes.textNode(value.toString());
        };
    }
}
