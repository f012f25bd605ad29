package io.serai.apidoc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The operations that routes offer as they run now: everything that listens on {@code
 * platform-http:}, but the sandbox's stand-ins for others. A route's {@code description} may begin
 * with method, path and query, {@code GET /gateway/orders?customer=&limit: A customer's orders.};
 * the rest is the summary. A parameter with {@code =} must be given.
 */
final class RouteOperations {

    private static final Pattern SAID =
            Pattern.compile(
                    "^(?:[A-Z|,]+\\s+(/[^\\s?:]*)(?:\\?([^\\s:]*))?)?[\\s:.–—-]*(.*)$",
                    Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\\{([^}]+)}");

    private final CamelContext camel;

    RouteOperations(CamelContext camel) {
        this.camel = camel;
    }

    /** Path items, none of them complete; empty if no route listens. */
    ObjectNode paths() {
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        for (Route route : camel.getRoutes()) {
            if (route.getEndpoint() instanceof PlatformHttpEndpoint http
                    && !http.getPath().startsWith("/sandbox")) {
                ObjectNode item = paths.withObject("/" + escaped(http.getPath()));
                methods(http).forEach(method -> item.set(method, operation(route, http, method)));
            }
        }
        return paths;
    }

    private static Stream<String> methods(PlatformHttpEndpoint http) {
        String only = http.getHttpMethodRestrict();
        return only == null
                ? Stream.of("get", "post")
                : Stream.of(only.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(Operations.METHODS::contains);
    }

    private static ObjectNode operation(Route route, PlatformHttpEndpoint http, String method) {
        String path = http.getPath();
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        Matcher said = SAID.matcher(text(route.getDescription()));
        String query = null;
        String summary = "";
        if (said.matches()) {
            query = said.group(2);
            summary = said.group(3).strip();
        }
        operation.put("summary", summary.isEmpty() ? unsaid(method, path) : capital(summary));
        operation.put("description", "Answered by route `" + route.getRouteId() + "`.");
        parameters(path, query, operation);
        if (!method.equals("get") && !method.equals("delete")) {
            String type = http.getConsumes() == null ? "*/*" : http.getConsumes();
            // a schema, though it says nothing: without one generators fail or send no body
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject(type)
                    .putObject("schema");
        }
        responses(path, method, operation);
        return operation;
    }

    private static void parameters(String path, @Nullable String query, ObjectNode operation) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        NAME.matcher(path)
                .results()
                .forEach(it -> parameter(parameters, it.group(1), "path", true));
        if (query != null) {
            for (String each : List.of(query.split("&"))) {
                String name = each.replaceFirst("=.*", "");
                if (!name.isEmpty()) {
                    parameter(parameters, name, "query", each.contains("="));
                }
            }
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private static void parameter(ArrayNode parameters, String name, String in, boolean required) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .putObject("schema")
                .put("type", "string");
    }

    /**
     * A gateway route that reads answers with an {@code Answer}; what others answer, only they
     * know.
     */
    private static void responses(String path, String method, ObjectNode operation) {
        ObjectNode responses = operation.putObject("responses");
        if (!path.startsWith("/gateway/") || !method.equals("get")) {
            responses.putObject("default").put("description", "What the route answers.");
            return;
        }
        answer(responses, "200", "What the system says: asked just now, cached, or stale.");
        answer(responses, "400", "There cannot be such a thing; nothing was sent to the system.")
                .putObject("application/problem+json") // by the door, of a path no route is asked
                .putObject("schema")
                .put("$ref", Shapes.REF + "Problem");
        answer(responses, "404", "The system says that there is no such thing.");
        answer(responses, "503", "The system does not answer and nothing is remembered.");
    }

    private static ObjectNode answer(ObjectNode responses, String status, String words) {
        ObjectNode response = responses.putObject(status).put("description", words);
        ObjectNode content = response.putObject("content");
        content.putObject("application/json")
                .putObject("schema")
                .put("$ref", Shapes.REF + "Answer");
        return content;
    }

    private static String unsaid(String method, String path) {
        String[] parts = path.split("/");
        if (!path.startsWith("/channels/") || parts.length < 4) {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
        return (method.equals("get") ? "Answers the check of " : "Takes the pushes of ")
                + parts[2]
                + " for account "
                + parts[3]
                + ".";
    }

    private static String capital(String summary) {
        return summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String escaped(String path) {
        return path.replace("~", "~0").replace("/", "~1");
    }
}
