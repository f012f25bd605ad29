package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Schemas as both documents have them under {@code components/schemas}. */
final class Shapes {

    static final String REF = "#/components/schemas/";

    private Shapes() {}

    /**
     * Says of each sealed kind that it is told by its {@code type}, in plain words of JSON Schema:
     * springdoc leaves the discriminator to a mapping it does not write.
     */
    static void tellKindsApart(ObjectNode schemas) {
        for (JsonNode each :
                Set.copyOf(schemas.properties()).stream().map(Map.Entry::getValue).toList()) {
            if (each instanceof ObjectNode schema
                    && schema.remove(RecordSchemas.KINDS) instanceof ObjectNode kinds) {
                String property = schema.at("/discriminator/propertyName").asText();
                ArrayNode oneOf = schema.putArray("oneOf");
                ObjectNode mapping =
                        ((ObjectNode) schema.path("discriminator")).putObject("mapping");
                schema.remove("properties");
                schema.remove("required");
                kinds.properties()
                        .forEach(
                                kind -> {
                                    String type = kind.getValue().asText();
                                    oneOf.addObject().put("$ref", REF + kind.getKey());
                                    mapping.put(type, REF + kind.getKey());
                                    kind((ObjectNode) schemas.path(kind.getKey()), property, type);
                                });
            }
        }
    }

    private static void kind(ObjectNode schema, String property, String type) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        // without its JSON type, generators take a constant for anything
        properties.putObject(property).put("type", "string").put("const", type);
        JsonNode allOf = schema.remove("allOf");
        if (allOf != null) {
            allOf.forEach(
                    part ->
                            part.path("properties")
                                    .properties()
                                    .forEach(it -> properties.set(it.getKey(), it.getValue())));
        }
        schema.put("type", "object").set("properties", properties);
        schema.withArray("required").insert(0, property);
    }

    /** Takes over from one document the schemas that another, or what they need, refers to. */
    static void adopt(ObjectNode document, ObjectNode schemas, JsonNode from) {
        Set<String> missing = new HashSet<>();
        do {
            missing.clear();
            document.findValuesAsText("$ref").stream()
                    .filter(ref -> ref.startsWith(REF))
                    .map(ref -> ref.substring(REF.length()))
                    .filter(name -> !schemas.has(name) && from.has(name))
                    .forEach(missing::add);
            missing.forEach(name -> schemas.set(name, from.path(name).deepCopy()));
        } while (!missing.isEmpty());
    }

    /** The same schemas by their names. */
    static void sort(ObjectNode schemas) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        schemas.properties().forEach(it -> sorted.put(it.getKey(), it.getValue()));
        schemas.removeAll();
        sorted.forEach(schemas::set);
    }
}
