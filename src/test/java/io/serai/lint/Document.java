package io.serai.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A YAML file as data. */
record Document(Path file, JsonNode data) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Document of(Path file, String text) {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
        return new Document(file, JSON.valueToTree(loaded));
    }

    /** All files below a folder, read as YAML. */
    static List<Document> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().map(Document::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return file.getFileName().toString();
    }

    /** Every field below a node, in the order of the file. */
    static void walk(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isArray()) {
            node.forEach(item -> walk(item, visitor));
        } else if (node.isObject()) {
            node.properties()
                    .forEach(
                            field -> {
                                visitor.accept(field.getKey(), field.getValue());
                                walk(field.getValue(), visitor);
                            });
        }
    }
}
