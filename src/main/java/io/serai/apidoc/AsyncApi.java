package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The AsyncAPI document: channels and frames from {@code asyncapi.yaml}, the shapes within them
 * from the same Java records as the OpenAPI document's.
 */
final class AsyncApi {

    /** Field of the file: the records whose shapes no controller's types name. */
    private static final String RECORDS = "x-records";

    private AsyncApi() {}

    /** Those records. */
    static List<Class<?>> records() {
        List<Class<?>> records = new ArrayList<>();
        try {
            for (JsonNode name : Overlay.read("asyncapi.yaml").path(RECORDS)) {
                records.add(Class.forName(name.asText()));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("asyncapi.yaml names a record that is gone", e);
        }
        return records;
    }

    /**
     * Completes it.
     *
     * @param rest the OpenAPI document
     */
    static ObjectNode document(JsonNode rest) {
        ObjectNode document = Overlay.read("asyncapi.yaml");
        document.remove(RECORDS);
        ObjectNode schemas = document.withObject("/components/schemas");
        Shapes.adopt(document, schemas, rest.at("/components/schemas"));
        Shapes.sort(schemas);
        schemas.forEach(
                schema -> {
                    if (schema.path("discriminator").isObject()) {
                        // In AsyncAPI it is but the property's name.
                        ((ObjectNode) schema)
                                .put(
                                        "discriminator",
                                        schema.at("/discriminator/propertyName").asText());
                    }
                });
        return document;
    }
}
