package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The bean behind {@code graphql-system-action}: GraphQL over HTTP, with automatic persisted
 * queries where the system knows them.
 */
public final class GraphqlCall {

    private static final String WHOLE = "serai-graphql-whole";
    private static final String AGAIN = "serai-again";
    private static final Set<String> FORBIDDEN = Set.of("UNAUTHENTICATED", "FORBIDDEN");

    /** As codes, and as the messages by which servers without these codes say it. */
    private static final Set<String> NOT_PERSISTED =
            Set.of(
                    "PERSISTED_QUERY_NOT_FOUND",
                    "PERSISTED_QUERY_NOT_SUPPORTED",
                    "PersistedQueryNotFound",
                    "PersistedQueryNotSupported");

    private final GraphqlQueries queries;

    GraphqlCall(GraphqlQueries queries) {
        this.queries = queries;
    }

    /**
     * Makes the body, a Map, the variables of a query. Its entries are bound, never written in.
     * Whatever headers the message had are gone afterwards.
     *
     * @param file where the query is
     * @param operation its name
     * @param persisted whether only the query's SHA-256 is sent at first
     */
    public void request(Exchange exchange, String file, String operation, boolean persisted) {
        String query = queries.text(exchange, file, operation);
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.put("query", query).put("operationName", operation);
        request.set("variables", Json.MAPPER.valueToTree(variables(exchange.getMessage())));
        exchange.removeProperty(WHOLE);
        exchange.removeProperty(AGAIN);
        if (persisted) {
            request.putObject("extensions")
                    .putObject("persistedQuery")
                    .put("version", 1)
                    .put("sha256Hash", sha256(query));
            exchange.setProperty(WHOLE, Json.write(request));
            request.remove("query");
        }
        post(exchange.getMessage(), Json.write(request));
    }

    /**
     * Looks whether the system does not have the query whose hash it was sent. If so the exchange
     * has the property {@code serai-again}, and the message is the request once more, with the
     * whole query, which the system may keep.
     */
    public void persisted(Exchange exchange) {
        String whole = exchange.getProperty(WHOLE, String.class);
        if (whole == null) {
            return;
        }
        exchange.removeProperty(WHOLE);
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        message.setBody(body);
        if (body != null && isNotPersisted(message, body)) {
            exchange.setProperty(AGAIN, true);
            post(message, whole);
        }
    }

    private static boolean isNotPersisted(Message message, byte[] body) {
        try {
            JsonNode answer = SystemReply.parsed(message, body);
            return NOT_PERSISTED.contains(code(answer))
                    || NOT_PERSISTED.contains(answer.at("/errors/0/message").asText());
        } catch (ContractException e) {
            return false; // what it is instead is said where it is read
        }
    }

    /**
     * Reads an answer: with GraphQL's own media type whatever the status, as plain JSON only if the
     * status is 2xx. Leaves JSON, null for "there is no such thing".
     *
     * @param field the field of the data that is the answer
     * @param partial whether an answer with errors will do if it has that field; what is missing is
     *     then said with it
     */
    public void response(Exchange exchange, String field, boolean partial)
            throws TransientException {
        Message message = exchange.getMessage();
        String type = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        if (!type.startsWith("application/graphql-response+json")) {
            SystemReply.check(message);
        }
        JsonNode answer = SystemReply.json(message);
        JsonNode data = answer.get("data");
        JsonNode result = data == null ? null : data.get(field);
        if (Envelope.isSomething(answer.path("errors"))) {
            String code = code(answer);
            if (data == null || FORBIDDEN.contains(code)) {
                throw new ContractException("it refuses the query" + named(code));
            }
            if (!partial || result == null || result.isNull()) {
                throw new TransientException("its answer has errors" + named(code));
            }
            exchange.setProperty(Answers.PARTIAL, "a part of it could not be had" + named(code));
        } else if (result == null) {
            throw new ContractException("its answer has no " + field);
        }
        SystemReply.become(message, result.isNull() ? null : result);
    }

    private static void post(Message message, String body) {
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Accept", "application/graphql-response+json, application/json;q=0.9");
        message.setBody(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> variables(Message message) {
        Object body = message.getBody();
        return body instanceof Map<?, ?> map ? map : Map.of("key", body);
    }

    private static String code(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asText("");
    }

    private static String named(String code) {
        return SystemReply.CODE.matcher(code).matches() ? " (" + code + ")" : "";
    }

    private static String sha256(String query) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(query.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
