package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;

/**
 * Something several routes may use: a bean or a route configuration.
 *
 * @param name its name; for a configuration without one its file and line
 * @param file the file it stands in
 * @param data its content
 * @param line where it begins
 * @param text the file's text with nothing but the entry it stands in
 */
record Source(String name, Path file, JsonNode data, int line, String text) {

    String print() {
        return data.toString();
    }
}
