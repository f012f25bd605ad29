package io.serai.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;

/**
 * A GraphQL request over HTTP.
 *
 * @param query the query's text; null if only its hash is given
 * @param operation the operation of it that is meant
 * @param variables what the query's variables are
 * @param hash the query's hash, if it is to be remembered or was (APQ)
 */
record Request(
        @Nullable String query,
        @Nullable String operation,
        Map<String, Object> variables,
        @Nullable String hash) {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** It is not well-formed; the message says how it must be. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        private final String rule;

        Malformed(String rule) {
            super(rule);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }

    /** From a POST's body. */
    static Request of(byte[] body) throws Malformed {
        try {
            JsonNode root = Json.MAPPER.readTree(body);
            if (root != null && root.isArray()) {
                throw new Malformed("Several requests in one are not taken: send one at a time");
            }
            return of(root);
        } catch (IOException e) {
            throw new Malformed("The body is not JSON" + Json.place(e));
        }
    }

    /** From a GET's parameters, of which empty ones are as good as absent. */
    static Request of(Map<String, String[]> parameters) throws Malformed {
        var root = Json.MAPPER.createObjectNode();
        for (String name : new String[] {"query", "operationName"}) {
            if (given(parameters, name) != null) {
                root.put(name, given(parameters, name));
            }
        }
        for (String name : new String[] {"variables", "extensions"}) {
            String json = given(parameters, name);
            if (json != null) {
                try {
                    root.set(name, Json.MAPPER.readTree(json));
                } catch (JsonProcessingException e) {
                    throw new Malformed(name + " must be a JSON object");
                }
            }
        }
        return of(root);
    }

    private static @Nullable String given(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        return values == null || values.length == 0 || values[0].isEmpty() ? null : values[0];
    }

    private static Request of(@Nullable JsonNode root) throws Malformed {
        if (root == null || !root.isObject()) {
            throw new Malformed("The body must be a JSON object");
        }
        String query = text(root, "query");
        String operation = text(root, "operationName");
        JsonNode variables = object(root, "variables");
        JsonNode persisted = object(root, "extensions").path("persistedQuery");
        String hash = persisted.path("sha256Hash").asText("");
        if (!persisted.isMissingNode()
                && (persisted.path("version").asInt() != 1 || hash.isEmpty())) {
            throw new Malformed("extensions.persistedQuery must have version 1 and sha256Hash");
        }
        if (query == null && hash.isEmpty()) {
            throw new Malformed("query must be given, as a string");
        }
        return new Request(
                query,
                operation == null || operation.isEmpty() ? null : operation,
                variables.isEmpty() ? Map.of() : Json.MAPPER.convertValue(variables, MAP),
                hash.isEmpty() ? null : hash);
    }

    private static @Nullable String text(JsonNode root, String name) throws Malformed {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Malformed(name + " must be a string");
        }
        return value.asText();
    }

    private static JsonNode object(JsonNode root, String name) throws Malformed {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Json.MAPPER.createObjectNode();
        }
        if (!value.isObject()) {
            throw new Malformed(name + " must be a JSON object");
        }
        return value;
    }
}
