package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a route or Kamelet names literally.
 *
 * @param kamelets the Kamelets it uses
 * @param calls the {@code direct:} and {@code bus:} routes it calls, as {@link From} names them
 * @param systems the systems it calls, by a Kamelet's parameter or a bean such as {@code
 *     #ordersHttp}
 */
record References(Set<String> kamelets, Set<String> calls, Set<String> systems) {

    private static final Pattern BEAN = Pattern.compile("#?(.+)(?:Http|Client|Soap|Breaker)");

    static References of(JsonNode data) {
        References found = new References(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        found.collect("", data);
        return found;
    }

    private void collect(String key, JsonNode node) {
        if (node.isTextual()) {
            uri(key, node.asText());
            system(key, node.asText());
        } else if (node.isArray()) {
            node.forEach(item -> collect(key, item));
        } else if (node.isObject()) {
            String uri = node.path("uri").asText("");
            JsonNode given = node.path("parameters");
            String name = given.path(uri.equals("bus") ? "direction" : "name").asText("");
            if (Set.of("direct", "bus", "kamelet").contains(uri)) {
                uri(key, uri + ":" + name);
            } else if (!uri.isEmpty()) {
                uri(key, uri);
            }
            if (key.equals("kamelet")) {
                uri("to", "kamelet:" + node.path("name").asText(""));
            }
            if (key.equals("kamelet") || uri.startsWith("kamelet")) { // what it shall call
                node.path("parameters").forEach(value -> uri("to", value.asText("")));
            }
            node.properties()
                    .forEach(
                            field -> {
                                if (!field.getKey().equals("uri")) {
                                    collect(field.getKey(), field.getValue());
                                }
                            });
        }
    }

    private void system(String key, String text) {
        String system = key.equals("system") ? text : text.startsWith("#") ? system(text) : null;
        if (system != null) {
            systems.add(system);
        }
    }

    /** The system that has this bean; null if it is none of a system's. */
    static @Nullable String system(@Nullable String bean) {
        Matcher named = BEAN.matcher(bean == null ? "" : bean);
        return named.matches() ? named.group(1) : null;
    }

    private void uri(String key, String uri) {
        if (uri.contains("{{") || uri.contains("${")) {
            return;
        }
        if (uri.startsWith("kamelet:") || key.equals("kamelet")) {
            String name = target(uri);
            if (!name.isEmpty() && !name.equals("source") && !name.equals("sink")) {
                kamelets.add(name);
            }
        } else if ((uri.startsWith("direct:") || uri.startsWith("bus:"))
                && (key.equals("to") || key.equals("wireTap"))) {
            calls.add(called(uri));
        }
    }

    /** The {@code direct:} or {@code bus:} route that a URI names, without options. */
    static String called(String uri) {
        return before(uri, ':') + ":" + target(uri);
    }

    /**
     * The name in {@code scheme:name?options}, {@code scheme://name} or {@code kamelet:name/id}.
     */
    static String target(String uri) {
        String rest = uri.substring(uri.indexOf(':') + 1);
        rest = rest.startsWith("//") ? rest.substring(2) : rest;
        rest = before(rest, '?');
        return uri.startsWith("direct:") ? rest : before(rest, '/');
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
