package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * Refuses a Kamelet whose properties contradict themselves. Camel takes them as they are: a default
 * that cannot be fails with each message of the routes that leave it out, and a misspelt required
 * one is not asked for.
 */
record KameletProperties(Path file, String text, JsonNode definition) {

    void check() throws BadFileException {
        JsonNode properties = definition.path("properties");
        for (JsonNode required : definition.path("required")) {
            if (!properties.has(required.asText())) {
                throw refused(
                        line("required:", required.asText()),
                        "\"%s\" is required, but is none of the properties."
                                .formatted(required.asText()));
            }
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            check(property.getKey(), property.getValue());
        }
    }

    private void check(String name, JsonNode property) throws BadFileException {
        String given = property.path("default").asText("");
        try {
            if (!KameletParameters.fits(given, property) && !given.isEmpty()) {
                throw refused(
                        line("properties:", name + ":", "default:"),
                        "The default of \"%s\" cannot be %s: it must match %s."
                                .formatted(name, given, KameletParameters.must(property)));
            }
        } catch (PatternSyntaxException e) {
            throw refused(
                    line("properties:", name + ":", "pattern:"),
                    "The pattern of \"%s\" is none: %s.".formatted(name, e.getDescription()));
        }
    }

    /** The line where the last of the words stands, each looked for from the one before. */
    private int line(String... words) {
        int line = 1;
        for (String word : words) {
            int found = Lines.find(text, word, line, Integer.MAX_VALUE);
            line = found == 0 ? line : found;
        }
        return line;
    }

    private BadFileException refused(int line, String message) {
        return new BadFileException(file, line, message);
    }
}
