package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

import io.serai.Caller;
import io.serai.HubProcess;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What a running hub says of its frames and events, for tests to hold real ones to. It is stricter
 * than the documents, which let clients expect more to come: nothing may be there that they do not
 * name.
 */
public final class Described {

    private static final Map<HubProcess, Described> KNOWN = new ConcurrentHashMap<>();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    Described(JsonNode document) {
        this.document = document.deepCopy();
        this.document.at("/components/schemas").forEach(Described::close);
        this.document.at("/components/messages").forEach(it -> close(it.path("payload")));
    }

    /** The AsyncAPI document of a hub, asked for once. */
    public static Described by(HubProcess hub) {
        return KNOWN.computeIfAbsent(
                hub, it -> new Described(Caller.staff(it, "integrator").get("/asyncapi.json")));
    }

    /** Fails if no message of the operation has this shape. */
    public void check(String operation, JsonNode given) {
        String type = given.path("type").asText();
        List<String> wrong = new ArrayList<>();
        for (JsonNode message : messages(operation)) {
            String path = message.path("$ref").asText().substring(1);
            if (types(document.at(path).path("payload")).contains(type)) {
                wrong.addAll(faults(path + "/payload", given));
                if (wrong.isEmpty()) {
                    return;
                }
            }
        }
        throw new AssertionError(
                operation
                        + " as described has no such "
                        + type
                        + ": "
                        + (wrong.isEmpty() ? "unknown type" : wrong)
                        + ", but "
                        + given);
    }

    /** Every type that the operation's messages can have. */
    List<String> types(String operation) {
        List<String> all = new ArrayList<>();
        messages(operation)
                .forEach(
                        it ->
                                all.addAll(
                                        types(
                                                document.at(it.path("$ref").asText().substring(1))
                                                        .path("payload"))));
        return all;
    }

    /** What is wrong with it by the schema at that place of the document. */
    List<String> faults(String pointer, JsonNode given) {
        JsonSchema schema =
                schemas.computeIfAbsent(
                        pointer,
                        it -> {
                            ObjectNode root = JsonNodeFactory.instance.objectNode();
                            root.put("$ref", "#" + pointer);
                            root.set("components", document.path("components"));
                            root.set("paths", document.path("paths"));
                            return SCHEMAS.getSchema(root);
                        });
        return schema.validate(given).stream().map(ValidationMessage::toString).toList();
    }

    private List<JsonNode> messages(String operation) {
        JsonNode said = document.path("operations").path(operation);
        List<JsonNode> found = new ArrayList<>();
        JsonNode channel = document.at(said.at("/channel/$ref").asText().substring(1));
        if (said.has("messages")) {
            said.path("messages")
                    .forEach(it -> found.add(document.at(it.path("$ref").asText().substring(1))));
        } else {
            channel.path("messages").forEach(found::add);
        }
        return found;
    }

    private List<String> types(JsonNode payload) {
        JsonNode type = payload.at("/properties/type");
        List<String> types = new ArrayList<>();
        if (type.has("const")) {
            types.add(type.path("const").asText());
        }
        type.path("enum").forEach(it -> types.add(it.asText()));
        payload.path("allOf").forEach(part -> types.addAll(types(part)));
        return types;
    }

    /** Nothing but what is named. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    /** The operations of an OpenAPI document by method and path. */
    static Map<String, JsonNode> operations(JsonNode document) {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        Operations.each(
                document.path("paths"),
                (where, operation) ->
                        operations.put(
                                java.util.Arrays.stream(where).collect(Collectors.joining(" ")),
                                operation));
        return operations;
    }

    /** The responses that an operation shares with others: its refusals. */
    static List<JsonNode> refusals(JsonNode document, JsonNode operation) {
        List<JsonNode> refusals = new ArrayList<>();
        operation
                .path("responses")
                .properties()
                .forEach(
                        it -> {
                            String ref = it.getValue().path("$ref").asText();
                            if (it.getKey().compareTo("4") > 0
                                    && it.getKey().length() == 3
                                    && !ref.isEmpty()) {
                                refusals.add(document.at(ref.substring(1)));
                            }
                        });
        return refusals;
    }
}
