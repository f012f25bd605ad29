package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The AsyncAPI document: channels and frames from {@code asyncapi.yaml}, the shapes within them from
 * the same Java records as the OpenAPI document's.
 */
final class AsyncApi {

    private AsyncApi() {}

    /**
     * Completes it.
     *
     * @param rest the OpenAPI document
     */
    static ObjectNode document(JsonNode rest) {
        ObjectNode document = Overlay.read("asyncapi.yaml");
        ObjectNode schemas = document.withObject("/components/schemas");
        Shapes.adopt(document, schemas, rest.at("/components/schemas"));
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
