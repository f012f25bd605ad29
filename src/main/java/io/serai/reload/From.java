package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What a route consumes, where only one route may. */
final class From {

    private static final String HTTP = "platform-http:";

    private From() {}

    /** The URI in a route's {@code from}, empty if it has none. */
    static String uri(JsonNode from) {
        return from.isTextual() ? from.asText() : from.path("uri").asText("");
    }

    /**
     * A key that two routes may not share: {@code direct:name}, {@code bus:inbound} or {@code
     * platform-http:/path GET}; empty where Camel lets several routes consume.
     */
    static String of(JsonNode from) {
        String uri = uri(from);
        JsonNode parameters = from.path("parameters");
        if (uri.equals("direct")) {
            return "direct:" + parameters.path("name").asText("");
        }
        if (uri.equals("bus")) {
            return "bus:" + parameters.path("direction").asText("");
        }
        if (uri.startsWith("direct:") || uri.startsWith("bus:")) {
            return References.called(uri);
        }
        if (uri.startsWith(HTTP)) {
            return http(uri, parameters);
        }
        return "";
    }

    /**
     * Whether two routes that consume these would be in each other's way. The same HTTP path is one
     * whatever its placeholders are called, and without methods a route takes all of them: Camel
     * gives each method of a path to who came last, and to nobody when that one goes.
     */
    static boolean clash(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        return one.startsWith(HTTP)
                && other.startsWith(HTTP)
                && path(one).equals(path(other))
                && !Collections.disjoint(methods(one, other), methods(other, one));
    }

    private static String path(String http) {
        return http.replaceFirst(" .*", "").replaceAll("\\{[^{}/]*}", "{}");
    }

    /** The methods of a key; those of the other if it names none. */
    private static List<String> methods(String http, String other) {
        int space = http.indexOf(' ');
        if (space >= 0) {
            return List.of(http.substring(space + 1).split(","));
        }
        return other.indexOf(' ') < 0 ? List.of("") : methods(other, http);
    }

    private static String http(String uri, JsonNode parameters) {
        String path = uri.substring(HTTP.length());
        String options = "";
        int query = path.indexOf('?');
        if (query >= 0) {
            options = path.substring(query + 1);
            path = path.substring(0, query);
        }
        path = "/" + path.replaceFirst("^/+", "").replaceFirst("/+$", "");
        String methods = parameters.path("httpMethodRestrict").asText("");
        for (String option : options.split("&")) {
            if (option.startsWith("httpMethodRestrict=")) {
                methods = option.substring("httpMethodRestrict=".length());
            }
        }
        String sorted =
                String.join(
                        ",",
                        Arrays.stream(methods.toUpperCase(Locale.ROOT).split(","))
                                .map(String::trim)
                                .sorted()
                                .toList());
        return HTTP + path + (sorted.isEmpty() ? "" : " " + sorted);
    }
}
