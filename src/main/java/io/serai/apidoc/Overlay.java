package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What the code cannot say of itself: a YAML file beside it, laid over what is generated. */
final class Overlay {

    private Overlay() {}

    /** A file of this package's resources. */
    static ObjectNode read(String name) {
        try (InputStream file = Overlay.class.getResourceAsStream("/apidoc/" + name)) {
            return (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON merge patch (RFC 7396), in which a reference takes the place of what it meets. */
    static void lay(ObjectNode patch, ObjectNode over) {
        patch.properties()
                .forEach(
                        field -> {
                            JsonNode value = field.getValue();
                            if (value.isNull()) {
                                over.remove(field.getKey());
                            } else if (value instanceof ObjectNode inner
                                    && !inner.has("$ref")
                                    && over.get(field.getKey()) instanceof ObjectNode below) {
                                lay(inner, below);
                            } else {
                                over.set(field.getKey(), value);
                            }
                        });
    }
}
