package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings that the hub and its libraries declare, and the keys of config/application*.yaml.
 */
final class KnownSettings {

    private final Set<String> variables = new HashSet<>();

    KnownSettings() {
        try {
            for (URL metadata :
                    Collections.list(
                            getClass()
                                    .getClassLoader()
                                    .getResources("META-INF/spring-configuration-metadata.json"))) {
                read(metadata);
            }
            try (Stream<Path> files = Files.list(Path.of("config"))) {
                files.filter(file -> file.getFileName().toString().matches("application.*\\.yaml"))
                        .forEach(file -> keys("", Documents.of(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // What Spring Boot reads before there are properties; it declares them nowhere.
        variables.add(variable("spring.config.additional-location"));
    }

    /** Whether an environment variable of this name sets something. */
    boolean has(String variable) {
        return variables.contains(variable);
    }

    private void read(URL metadata) throws IOException {
        try (InputStream in = metadata.openStream()) {
            for (JsonNode property : Documents.JSON.readTree(in).path("properties")) {
                variables.add(variable(property.path("name").asText()));
            }
        }
    }

    private void keys(String prefix, JsonNode node) {
        node.properties()
                .forEach(
                        entry -> {
                            String name =
                                    prefix.isEmpty()
                                            ? entry.getKey()
                                            : prefix + "." + entry.getKey();
                            if (entry.getValue().isObject()) {
                                keys(name, entry.getValue());
                            } else {
                                variables.add(variable(name));
                            }
                        });
    }

    private static String variable(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
