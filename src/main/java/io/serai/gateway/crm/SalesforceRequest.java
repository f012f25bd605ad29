package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.gateway.RefusedException;
import io.serai.gateway.TransientException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the request of the Salesforce Kamelets. The component obeys headers by name ({@code
 * sObjectQuery}, {@code sObjectId}, {@code apexUrl}, …), so all headers go first and the ones that
 * this call needs are set here, right before it.
 */
public final class SalesforceRequest {

    /** The exchange property with the query's template. */
    static final String TEMPLATE = "serai-soql";

    static final String QUERY = "sObjectQuery";

    private final SalesforceLimits limits;

    SalesforceRequest(SalesforceLimits limits) {
        this.limits = limits;
    }

    /**
     * Writes the body, a String or a Map, into the template of the query.
     *
     * @param background true if nobody waits for the answer
     */
    public void query(Exchange exchange, boolean background) throws TransientException {
        limits.enter(background);
        Message message = exchange.getMessage();
        String template = exchange.getProperty(TEMPLATE, "", String.class);
        String soql = Soql.of(template, variables(message.getBody()));
        exchange.removeProperty(SalesforceReply.RECORDS);
        message.removeHeaders("*");
        message.setHeader(QUERY, soql);
        message.setBody(null);
    }

    /**
     * One record: the body is its id for {@code getSObject}, and else a Map or JSON object of its
     * fields.
     *
     * @param object such as {@code Contact}
     * @param idField for {@code upsertSObject} the external id that says which record it is; {@code
     *     Id} for {@code updateSObject}
     */
    public void record(Exchange exchange, String operation, String object, String idField)
            throws TransientException {
        limits.enter(false);
        Message message = exchange.getMessage();
        Object body = message.getBody();
        message.removeHeaders("*");
        message.setHeader("sObjectName", object);
        if (operation.equals("getSObject")) {
            message.setHeader("sObjectId", id(body));
            message.setBody(null);
            return;
        }
        ObjectNode fields = fields(body);
        switch (operation) {
            case "updateSObject" -> message.setHeader("sObjectId", id(taken(fields, "Id")));
            case "upsertSObject" -> {
                String value = taken(fields, idField);
                if (value == null || value.isBlank()) {
                    throw new RefusedException(idField + " must say which record it is");
                }
                message.setHeader("sObjectIdName", idField);
                message.setHeader("sObjectIdValue", value);
            }
            default -> fields.remove("Id");
        }
        message.setBody(fields.toString());
    }

    private static @Nullable String taken(ObjectNode fields, String name) {
        return fields.path(name).isTextual() ? fields.remove(name).asText() : null;
    }

    private static String id(@Nullable Object value) {
        if (!Soql.isId(value)) {
            throw new RefusedException("Id must have 15 or 18 letters and digits");
        }
        return Objects.requireNonNull(value).toString();
    }

    private static ObjectNode fields(@Nullable Object body) {
        if (Json.MAPPER.valueToTree(body) instanceof ObjectNode fields && !fields.isEmpty()) {
            return fields.deepCopy();
        }
        throw new RefusedException("a record must be a Map or JSON object of its fields");
    }

    private static Map<String, Object> variables(@Nullable Object body) {
        Map<String, Object> variables = new HashMap<>();
        if (body instanceof Map<?, ?> map) {
            map.forEach((name, value) -> variables.put(String.valueOf(name), value));
        } else if (body != null) {
            variables.put("key", body);
        }
        return variables;
    }
}
