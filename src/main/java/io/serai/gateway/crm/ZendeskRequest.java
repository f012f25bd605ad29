package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.gateway.RefusedException;
import io.serai.gateway.SystemRequest;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes the HTTP request of {@code zendesk-system-action} out of the message. */
public final class ZendeskRequest {

    /** The entry of the body that becomes the header of the same meaning. */
    static final String IDEMPOTENCY_KEY = "idempotencyKey";

    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private final SystemRequest requests;
    private final RateWindows windows;

    ZendeskRequest(SystemRequest requests, RateWindows windows) {
        this.requests = requests;
        this.windows = windows;
    }

    /**
     * Sets path, query and body; waits first, if the system asked to be left alone for a moment.
     *
     * @param template as {@link SystemRequest#rest} has it
     * @param envelope the name under which a body goes, such as {@code ticket}; empty: as it is
     */
    public void prepare(
            Exchange exchange, String system, String template, String method, String envelope) {
        windows.enter(system);
        Message message = exchange.getMessage();
        Object body = message.getBody();
        exchange.removeProperty(ZendeskReply.ITEMS);
        if (!method.equals("POST") && !method.equals("PUT")) {
            requests.rest(exchange, template, method);
            return;
        }
        ObjectNode fields = fields(body);
        JsonNode key = fields.remove(IDEMPOTENCY_KEY);
        message.setBody(variables(fields));
        requests.rest(exchange, template, method);
        if (key != null) {
            message.setHeader("Idempotency-Key", checked(key.asText()));
        }
        JsonNode sent =
                envelope.isEmpty() ? fields : Json.MAPPER.createObjectNode().set(envelope, fields);
        message.setBody(sent.toString());
    }

    /** Makes the request for the next page that an answer named; waits first, likewise. */
    public void next(Exchange exchange, String system) {
        windows.enter(system);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.GET);
        message.setHeader("Accept", "application/json");
        message.setHeader(
                Exchange.HTTP_PATH, exchange.getProperty(ZendeskReply.NEXT_PATH, String.class));
        message.setHeader(
                Exchange.HTTP_RAW_QUERY,
                exchange.getProperty(ZendeskReply.NEXT_QUERY, String.class));
        message.setBody(null);
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new RefusedException(
                    IDEMPOTENCY_KEY + " must be 1 to 255 visible ASCII characters");
        }
        return key;
    }

    private static Map<String, Object> variables(ObjectNode fields) {
        Map<String, Object> variables = new HashMap<>();
        fields.properties().forEach(it -> variables.put(it.getKey(), it.getValue().asText()));
        return variables;
    }

    private static ObjectNode fields(@Nullable Object body) {
        if (Json.MAPPER.valueToTree(body) instanceof ObjectNode fields && !fields.isEmpty()) {
            return fields.deepCopy();
        }
        throw new RefusedException("the body must be a Map or JSON object");
    }
}
