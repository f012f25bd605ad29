package io.serai.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the stand-ins for the merchant's systems behave: {@code POST /sandbox/systems/{system}
 * {"mode":"down"}}.
 */
public final class SystemModes {

    private static final Duration SLOW = Duration.ofSeconds(10);

    private static final Set<String> SYSTEMS =
            Set.of("orders", "crm", "erp", "tickets", "browsing", "tracking");

    private final Map<String, Mode> modes = new ConcurrentHashMap<>();

    SystemModes() {}

    /** What a stand-in does. */
    enum Mode {
        /** It works. */
        OK,
        /** It refuses everything. */
        DOWN,
        /** It takes ten seconds. */
        SLOW,
        /** It answers with something else. */
        NONSENSE,
        /** It answers with its protocol's own error. */
        ERRORS
    }

    Mode mode(String system) {
        return modes.getOrDefault(system, Mode.OK);
    }

    /** Sets the mode of the system named by the path. */
    public void set(Exchange exchange) {
        Message message = exchange.getMessage();
        String uri = message.getHeader(Exchange.HTTP_URI, "", String.class);
        String system = uri.substring(uri.lastIndexOf('/') + 1);
        try {
            JsonNode body = Json.MAPPER.readTree(message.getBody(String.class));
            Mode mode = Mode.valueOf(body.path("mode").asText().toUpperCase(Locale.ROOT));
            if (!SYSTEMS.contains(system)) {
                throw new IllegalArgumentException(system);
            }
            modes.put(system, mode);
            reply(exchange, 200, "{\"system\":\"" + system + "\",\"mode\":\"" + name(mode) + "\"}");
        } catch (IllegalArgumentException | JsonProcessingException e) {
            reply(
                    exchange,
                    400,
                    "{\"error\":\"system is orders, crm, erp, tickets, browsing or tracking; mode"
                            + " is ok, down, slow, nonsense or errors\"}");
        }
    }

    /** Answers an HTTP request at once if the system is out of order; otherwise lets it pass. */
    public void http(Exchange exchange, String system) throws InterruptedException {
        switch (mode(system)) {
            case OK -> {}
            case SLOW -> Thread.sleep(SLOW);
            case DOWN -> stop(exchange, 503, "{\"error\":\"down for maintenance\"}");
            case NONSENSE -> {
                stop(exchange, 200, "<html><body><h1>It works!</h1></body></html>");
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/html");
            }
            case ERRORS ->
                    stop(
                            exchange,
                            "crm".equals(system) ? 200 : 500,
                            "crm".equals(system)
                                    ? "{\"errors\":[{\"message\":\"database is"
                                            + " locked\"}],\"data\":null}"
                                    : "{\"error\":\"database is locked\"}");
        }
    }

    private static void stop(Exchange exchange, int status, String body) {
        reply(exchange, status, body);
        exchange.setRouteStop(true);
    }

    static void reply(Exchange exchange, int status, String json) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(json);
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
