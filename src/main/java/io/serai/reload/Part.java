package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One entry of a route file's list, for example a route.
 *
 * @param kind its key: route, from, beans, routeConfiguration, onException, …
 * @param name the id of a route or route configuration; empty if it has none
 * @param data its content
 * @param line where it begins, from 1
 * @param end the line after its last
 */
record Part(String kind, String name, JsonNode data, int line, int end) {

    boolean isRoute() {
        return kind.equals("route") || kind.equals("from");
    }

    /** What a route consumes. */
    JsonNode from() {
        return kind.equals("from") ? data : data.path("from");
    }

    boolean isConfiguration() {
        return kind.equals("routeConfiguration");
    }

    boolean isBeans() {
        return kind.equals("beans");
    }

    /** Whether it holds for all routes of its file. */
    boolean isFileWide() {
        return !isRoute() && !isConfiguration() && !isBeans();
    }
}
