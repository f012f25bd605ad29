package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;

/**
 * A Kamelet's file.
 *
 * @param file its path as the integrator knows it
 * @param text its text
 * @param name the Kamelet's name, the same as the file's
 * @param data its content
 */
record KameletFile(Path file, String text, String name, JsonNode data) {

    static final String SUFFIX = ".kamelet.yaml";

    static KameletFile parse(Path file, String text) throws BadFileException {
        JsonNode data = Yaml.parse(file, text).data();
        String name = data.at("/metadata/name").asText("");
        if (!file.getFileName().toString().equals(name + SUFFIX)) {
            throw new BadFileException(
                    file,
                    Lines.of(text, "name:"),
                    "metadata.name is \"%s\": give it the file's name without %s."
                            .formatted(name, SUFFIX));
        }
        if (!data.at("/spec/template/from").isObject()) {
            throw new BadFileException(
                    file,
                    Lines.of(text, "spec:"),
                    "spec.template.from is missing: a Kamelet needs one.");
        }
        new KameletProperties(file, text, data.at("/spec/definition")).check();
        return new KameletFile(file, text, name, data);
    }

    /** What changes what a route that uses it does. */
    String essence() {
        JsonNode definition = data.at("/spec/definition");
        return data.at("/spec/template")
                + "\n"
                + definition.path("required")
                + definition.path("properties");
    }
}
