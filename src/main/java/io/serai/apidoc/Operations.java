package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.security.Role;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * What every operation has, whoever described it: an id that stays as long as method and path do, a
 * tag, who may call it, and the refusals that its shape lets happen.
 */
final class Operations {

    static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private static final Pattern API = Pattern.compile("^/api/v[0-9]+/");
    private static final String RESPONSES = "#/components/responses/";

    private final Access access;

    Operations(Access access) {
        this.access = access;
    }

    /** Every operation of a document, with its method and path. */
    static void each(JsonNode paths, BiConsumer<String[], ObjectNode> reader) {
        paths.properties()
                .forEach(
                        path ->
                                METHODS.forEach(
                                        method -> {
                                            if (path.getValue().get(method)
                                                    instanceof ObjectNode operation) {
                                                reader.accept(
                                                        new String[] {method, path.getKey()},
                                                        operation);
                                            }
                                        }));
    }

    /** {@code getConversationsByIdMessages} for {@code GET /api/v1/conversations/{id}/messages}. */
    static String id(String method, String path) {
        StringBuilder id = new StringBuilder(method);
        for (String part : API.matcher(path).replaceFirst("/").split("[^A-Za-z0-9{}]+")) {
            String word = part.replaceAll("[{}]", "");
            if (!word.isEmpty()) {
                id.append(part.startsWith("{") ? "By" : "")
                        .append(Character.toUpperCase(word.charAt(0)))
                        .append(word.substring(1));
            }
        }
        return id.toString();
    }

    /** {@code conversations} for {@code /api/v1/conversations/{id}}. */
    static String tag(String path) {
        return API.matcher(path).replaceFirst("/").split("/")[1];
    }

    /** Completes the operations of {@code paths}. */
    void complete(ObjectNode paths) {
        each(paths, (where, operation) -> complete(where[0], where[1], operation));
    }

    private void complete(String method, String path, ObjectNode operation) {
        operation.put("operationId", id(method, path));
        operation.putArray("tags").add(tag(path));
        boolean open = access.isOpen(method, path);
        if (open) {
            operation.putArray("security");
        } else {
            who(operation, access.roles(method, path));
        }
        JsonNode parameters = operation.path("parameters");
        for (int i = parameters.size() - 1; i >= 0; i--) {
            if (parameters.path(i).path("name").asText().equals("Authorization")) {
                operation.withArray("parameters").remove(i); // security says so
            }
        }
        plain(parameters);
        operation.path("responses").forEach(Operations::json);
        refusals(path, operation, open);
    }

    /** Leaves out defaults that only mean that nothing was given. */
    private static void plain(JsonNode parameters) {
        for (JsonNode parameter : parameters) {
            long number = parameter.at("/schema/default").asLong(0);
            if (number < 0 || number == Long.MAX_VALUE) {
                ((ObjectNode) parameter.path("schema")).remove("default");
            }
        }
    }

    /** What says of nothing else that it is of another kind is JSON. */
    private static void json(JsonNode response) {
        if (response.path("content") instanceof ObjectNode content && content.has("*/*")) {
            content.set("application/json", content.remove("*/*"));
        }
    }

    private static void who(ObjectNode operation, List<String> roles) {
        if (roles.size() < Role.values().length) {
            String before = operation.path("description").asText("");
            operation.put(
                    "description",
                    (before
                                    + "\n\nFor a login with one of the roles "
                                    + String.join(", ", roles)
                                    + ".")
                            .strip());
        }
    }

    private static void refusals(String path, ObjectNode operation, boolean open) {
        Set<String> kept = Set.copyOf(names(operation.path("responses")));
        ObjectNode responses = operation.withObject("/responses");
        boolean asks = operation.path("parameters").size() > 0 || operation.has("requestBody");
        boolean own = !kept.contains("default"); // else the route says it in words of its own
        refusal(responses, kept, own && asks, "400", "BadRequest");
        refusal(responses, kept, !open, "401", "NotLoggedIn");
        refusal(responses, kept, !open, "403", "NotAllowed");
        refusal(responses, kept, own && path.contains("{"), "404", "NotFound");
        refusal(responses, kept, own && answers(responses), "406", "NotAcceptable");
        refusal(responses, kept, operation.has("requestBody"), "413", "TooLarge");
        refusal(responses, kept, operation.has("requestBody"), "415", "Unsupported");
        refusal(responses, kept, true, "429", "TooMany");
        refusal(responses, kept, true, "503", "Unavailable");
    }

    /** True if something is said where it goes well. */
    private static boolean answers(ObjectNode responses) {
        return responses.properties().stream()
                .anyMatch(it -> it.getKey().startsWith("2") && it.getValue().has("content"));
    }

    private static void refusal(
            ObjectNode responses, Set<String> kept, boolean possible, String status, String name) {
        if (possible && !kept.contains(status)) {
            responses.putObject(status).put("$ref", RESPONSES + name);
        }
    }

    private static List<String> names(JsonNode object) {
        return Arrays.asList(
                object.properties().stream().map(it -> it.getKey()).toArray(String[]::new));
    }
}
