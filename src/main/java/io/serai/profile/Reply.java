package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.SerializationError;
import graphql.TypeMismatchError;
import graphql.execution.NonNullableFieldWasNullError;
import graphql.validation.ValidationError;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer as it goes out.
 *
 * @param body as the GraphQL specification has it
 * @param kind what status it needs
 */
record Reply(Map<String, Object> body, Kind kind) {

    /** What came of a query. */
    enum Kind {
        /** All of it is answered. */
        COMPLETE,
        /** Some of it is. */
        PARTIAL,
        /** It is no GraphQL. */
        UNREADABLE,
        /** It was not executed. */
        REFUSED,
        /** Only its hash was sent, and that is not known. */
        UNKNOWN_HASH,
        /** There is nothing to answer it by. */
        NOT_READY,
        /** It would change something, which GET must not. */
        NOT_BY_GET
    }

    static Reply refused(String code, String message) {
        return new Reply(Map.of("errors", List.of(error(message, null, null, code))), Kind.REFUSED);
    }

    /** The client sends the query as well, then. */
    static Reply notPersisted() {
        return new Reply(
                Map.of(
                        "errors",
                        List.of(
                                error(
                                        "PersistedQueryNotFound",
                                        null,
                                        null,
                                        "PERSISTED_QUERY_NOT_FOUND"))),
                Kind.UNKNOWN_HASH);
    }

    static Reply notByGet() {
        return new Reply(
                refused(Refused.BAD_INPUT, "Only queries can be sent with GET").body(),
                Kind.NOT_BY_GET);
    }

    static Reply notReady() {
        return new Reply(
                refused("SCHEMA_MISSING", "There is no schema in force: see the hub's log").body(),
                Kind.NOT_READY);
    }

    /** Why it was refused, without the error's words: those repeat what was asked for. */
    String reason() {
        JsonNode first = Json.MAPPER.valueToTree(body).at("/errors/0");
        JsonNode place = first.at("/locations/0");
        return first.at("/extensions/code").asText("")
                + (place.isMissingNode()
                        ? ""
                        : " at line " + place.path("line") + ", column " + place.path("column"));
    }

    static Reply of(ExecutionResult result, List<Map<String, Object>> provenance) {
        Map<String, Object> body = new LinkedHashMap<>();
        List<GraphQLError> errors = result.getErrors();
        if (!errors.isEmpty()) {
            body.put("errors", errors.stream().map(Reply::error).toList());
        }
        if (result.isDataPresent()) {
            body.put("data", result.getData());
            if (!provenance.isEmpty()) {
                body.put("extensions", Map.of("provenance", provenance));
            }
        }
        return new Reply(body, kind(result));
    }

    private static Kind kind(ExecutionResult result) {
        if (result.isDataPresent()) {
            return result.getErrors().isEmpty() ? Kind.COMPLETE : Kind.PARTIAL;
        }
        return result.getErrors().stream()
                        .anyMatch(error -> error.getErrorType() == ErrorType.InvalidSyntax)
                ? Kind.UNREADABLE
                : Kind.REFUSED;
    }

    private static Map<String, Object> error(GraphQLError error) {
        Object given = error.getExtensions() == null ? null : error.getExtensions().get("code");
        List<Map<String, Integer>> locations =
                error.getLocations() == null
                        ? null
                        : error.getLocations().stream()
                                .map(at -> Map.of("line", at.getLine(), "column", at.getColumn()))
                                .toList();
        String message = error.getMessage();
        String code = given instanceof String text ? text : code(error);
        if (code.equals(FieldFailed.INVALID) && given == null) {
            message = "the system's answer is not of the schema's type here";
        }
        return error(message, locations, error.getPath(), code);
    }

    private static String code(GraphQLError error) {
        return switch (error) {
            case SerializationError wrong -> FieldFailed.INVALID;
            case TypeMismatchError wrong -> FieldFailed.INVALID;
            case NonNullableFieldWasNullError missing -> FieldFailed.INVALID;
            case ValidationError invalid -> "GRAPHQL_VALIDATION_FAILED";
            default -> {
                if (error.getErrorType() == ErrorType.InvalidSyntax) {
                    yield "GRAPHQL_PARSE_FAILED";
                }
                yield error.getClass().getSimpleName().equals("IntrospectionDisabledError")
                        ? "FORBIDDEN"
                        : Refused.BAD_INPUT;
            }
        };
    }

    private static Map<String, Object> error(
            String message,
            @Nullable List<Map<String, Integer>> locations,
            @Nullable List<Object> path,
            String code) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        if (locations != null && !locations.isEmpty()) {
            error.put("locations", locations);
        }
        if (path != null && !path.isEmpty()) {
            error.put("path", path);
        }
        error.put("extensions", Map.of("code", code));
        return error;
    }
}
