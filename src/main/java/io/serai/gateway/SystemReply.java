package io.serai.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what a system answered over HTTP and says which failures are worth another try. Afterwards
 * the message has the JSON as its body, null for "there is no such thing", and no header.
 */
public final class SystemReply {

    private static final Set<String> FORBIDDEN = Set.of("UNAUTHENTICATED", "FORBIDDEN");
    private static final Pattern CODE = Pattern.compile("[A-Z_]{1,64}");

    SystemReply() {}

    /**
     * Reads a REST answer: 2xx with JSON is one, 404 says that there is no such thing, 408, 429 and
     * 5xx may pass, anything else is against the contract.
     */
    public void rest(Exchange exchange) throws TransientException {
        Message message = exchange.getMessage();
        int status = status(message);
        JsonNode data =
                switch (status) {
                    case 404, 204 -> null;
                    case 408, 429 -> throw passing(status);
                    default -> {
                        if (status >= 500) {
                            throw passing(status);
                        }
                        if (status < 200 || status > 299) {
                            throw refused(status);
                        }
                        yield json(message);
                    }
                };
        become(message, data);
    }

    /**
     * Reads a GraphQL answer (GraphQL over HTTP): with its own media type whatever the status, as
     * plain JSON only if the status is 2xx.
     *
     * @param field the field of the data that is the answer
     */
    public void graphql(Exchange exchange, String field) throws TransientException {
        Message message = exchange.getMessage();
        int status = status(message);
        String type = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        if (!type.startsWith("application/graphql-response+json")
                && (status < 200 || status > 299)) {
            if (status == 408 || status == 429 || status >= 500) {
                throw passing(status);
            }
            throw refused(status);
        }
        JsonNode answer = json(message);
        JsonNode errors = answer.path("errors");
        JsonNode data = answer.get("data");
        if (!errors.isMissingNode() && !errors.isNull()) {
            String code = errors.path(0).path("extensions").path("code").asText("");
            if (data == null || FORBIDDEN.contains(code)) {
                throw new ContractException("it refuses the query" + named(code));
            }
            throw new TransientException("its answer has errors" + named(code));
        }
        if (data == null || !data.has(field)) {
            throw new ContractException("its answer has no " + field);
        }
        JsonNode result = data.get(field);
        become(message, result.isNull() ? null : result);
    }

    private static String named(String code) {
        return CODE.matcher(code).matches() ? " (" + code + ")" : "";
    }

    private static RuntimeException refused(int status) {
        return status == 401 || status == 403
                ? new ContractException("it refuses the hub's credentials (HTTP " + status + ")")
                : new ContractException("it refuses the request (HTTP " + status + ")");
    }

    static TransientException passing(int status) {
        return new TransientException("it is out of order (HTTP " + status + ")");
    }

    static int status(Message message) {
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return status == null ? 0 : status;
    }

    static JsonNode json(Message message) {
        byte[] body = message.getBody(byte[].class);
        try {
            JsonNode data = body == null ? null : Json.MAPPER.readTree(body);
            if (data != null && data.isContainerNode()) {
                return data;
            }
        } catch (JsonProcessingException e) {
            throw new ContractException("its answer is not JSON");
        } catch (IOException e) {
            throw new IllegalStateException("Reading an array of bytes cannot fail", e);
        }
        throw new ContractException("its answer is not JSON");
    }

    static void become(Message message, @Nullable JsonNode data) {
        message.removeHeaders("*");
        message.setBody(data);
    }
}
