package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.Locale;

/** What a route consumes, where only one route may. */
final class From {

    private From() {}

    /**
     * A key that two routes may not share: {@code direct:name} or {@code platform-http:/path GET};
     * empty where Camel lets several routes consume.
     */
    static String of(JsonNode from) {
        String uri = from.isTextual() ? from.asText() : from.path("uri").asText("");
        JsonNode parameters = from.path("parameters");
        if (uri.equals("direct")) {
            return "direct:" + parameters.path("name").asText("");
        }
        if (uri.startsWith("direct:")) {
            return "direct:" + References.target(uri);
        }
        if (uri.startsWith("platform-http:")) {
            return http(uri, parameters);
        }
        return "";
    }

    private static String http(String uri, JsonNode parameters) {
        String path = uri.substring("platform-http:".length());
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
        return "platform-http:" + path + (sorted.isEmpty() ? "" : " " + sorted);
    }
}
