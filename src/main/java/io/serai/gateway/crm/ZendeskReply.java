package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.serai.event.Json;
import io.serai.gateway.ContractException;
import io.serai.gateway.RefusedException;
import io.serai.gateway.SystemReply;
import io.serai.gateway.TransientException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what Zendesk answered, and says which failures are worth another try. */
public final class ZendeskReply {

    /** The exchange property with the items of the pages so far. */
    static final String ITEMS = "serai-items";

    static final String NEXT_PATH = "serai-next-path";
    static final String NEXT_QUERY = "serai-next-query";

    private static final String MORE = "serai-more";
    private static final String PAGE = "serai-page";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.-]+)+");

    private final RateWindows windows;

    ZendeskReply(RateWindows windows) {
        this.windows = windows;
    }

    /**
     * Leaves one field of the answer: an object, or the items of all pages.
     *
     * @param field such as {@code ticket} or {@code tickets}
     * @param pages the most pages that are read
     */
    public void read(Exchange exchange, String system, String field, int pages)
            throws TransientException {
        Message message = exchange.getMessage();
        exchange.setProperty(MORE, false);
        if ("0".equals(header(message, "ratelimit-remaining"))) {
            windows.close(system, header(message, "ratelimit-reset"));
        }
        int status = SystemReply.status(message);
        if (status == 404) {
            SystemReply.become(message, null);
            return;
        }
        if (status < 200 || status > 299) {
            throw failure(message, system, status);
        }
        JsonNode answer = SystemReply.json(message);
        JsonNode data = answer.path(field);
        if (data.isArray()) {
            page(exchange, answer, (ArrayNode) data, pages);
        } else if (data.isObject()) {
            SystemReply.become(message, data);
        } else {
            throw new ContractException("its answer has no " + field);
        }
    }

    private static void page(Exchange exchange, JsonNode answer, ArrayNode data, int pages) {
        ArrayNode items = exchange.getProperty(ITEMS, ArrayNode.class);
        int number = items == null ? 1 : exchange.getProperty(PAGE, 1, Integer.class) + 1;
        items = items == null ? Json.MAPPER.createArrayNode() : items;
        items.addAll(data);
        String next = next(answer);
        exchange.setProperty(ITEMS, items);
        exchange.setProperty(PAGE, number);
        if (!next.isEmpty() && number < pages) {
            // Only path and query: the address is ours, whatever the answer says.
            URI uri = URI.create(next);
            if (uri.getRawPath() == null || !PATH.matcher(uri.getRawPath()).matches()) {
                throw new ContractException("its answer has no usable next page");
            }
            exchange.setProperty(MORE, true);
            exchange.setProperty(NEXT_PATH, uri.getRawPath());
            exchange.setProperty(NEXT_QUERY, uri.getRawQuery());
        }
        SystemReply.become(exchange.getMessage(), items);
    }

    private static String next(JsonNode answer) {
        if (answer.path("meta").path("has_more").asBoolean()) {
            return answer.path("links").path("next").asText("");
        }
        return answer.path("next_page").isTextual() ? answer.path("next_page").asText() : "";
    }

    /** The first of the items, null if there is none; if asked to. */
    public void first(Exchange exchange, boolean first) {
        exchange.removeProperty(ITEMS);
        if (first && exchange.getMessage().getBody() instanceof ArrayNode items) {
            exchange.getMessage().setBody(items.get(0));
        }
    }

    /**
     * Leaves, of the users that a search found, the one with the email address of the exchange
     * property {@code email}. If none has it, it is another address of the only one.
     *
     * @throws RefusedException if it may be any of several
     */
    public void withEmail(Exchange exchange) {
        String email = exchange.getProperty("email", String.class);
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof ArrayNode users)) {
            return;
        }
        for (JsonNode user : users) {
            if (user.path("email").asText().equalsIgnoreCase(email)) {
                message.setBody(user);
                return;
            }
        }
        if (users.size() > 1) {
            throw new RefusedException("it finds several users by that email address");
        }
        message.setBody(users.get(0));
    }

    private static RuntimeException refusal(Message message, int status) throws TransientException {
        JsonNode answer = answer(message);
        return switch (status) {
            case 409 -> conflict(answer);
            case 422 ->
                    new RefusedException("it refuses the data" + named(answer) + details(answer));
            case 400 ->
                    named(answer).contains("Idempotent")
                            ? new RefusedException("the idempotency key was used for other data")
                            : new ContractException("it refuses the request" + named(answer));
            case 401, 403 ->
                    new ContractException("it refuses the hub's credentials (HTTP " + status + ")");
            default -> new ContractException("it refuses the request (HTTP " + status + ")");
        };
    }

    /** Two that write one record at the same moment are no word on what either wrote. */
    private static RuntimeException conflict(JsonNode answer) throws TransientException {
        if (named(answer).contains("DatabaseConflict")) {
            throw new TransientException("somebody else wrote there at that moment (HTTP 409)");
        }
        return new RefusedException("it changed meanwhile; read it again");
    }

    private RuntimeException failure(Message message, String system, int status)
            throws TransientException {
        String retryAfter = header(message, "Retry-After");
        if (status == 429 || (status >= 500 && !retryAfter.isEmpty())) {
            windows.close(system, retryAfter);
        }
        if (status == 408 || status == 429 || status >= 500) {
            throw SystemReply.passing(status);
        }
        return refusal(message, status);
    }

    private static JsonNode answer(Message message) {
        try {
            return SystemReply.json(message);
        } catch (ContractException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    /** The error's name, in each of its shapes. Other texts of the answer are not shown. */
    private static String named(JsonNode answer) {
        JsonNode error = answer.path("error");
        String name = (error.isObject() ? error.path("title") : error).asText("");
        return NAME.matcher(name).matches() ? " (" + name + ")" : "";
    }

    private static String details(JsonNode answer) {
        List<String> fields = new ArrayList<>();
        answer.path("details")
                .properties()
                .forEach(
                        field ->
                                field.getValue()
                                        .forEach(
                                                it -> {
                                                    String error = it.path("error").asText("");
                                                    if (NAME.matcher(field.getKey()).matches()
                                                            && NAME.matcher(error).matches()) {
                                                        fields.add(field.getKey() + " " + error);
                                                    }
                                                }));
        return fields.isEmpty() ? "" : ": " + String.join(", ", fields);
    }

    private static String header(Message message, String name) {
        return message.getHeader(name, "", String.class);
    }
}
