package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The {@code Dockerfile} says what the hub in its image needs; no image is built here. */
class ImageTest {

    /** A cache only fits the flags it was made with. */
    @Test
    void theImageRunsTheHubAsItsCacheWasMadeAndEndsItWithoutMemory() throws IOException {
        String script = Documents.text(Path.of("bench/hub.sh"));
        int flags = script.indexOf("FLAGS=(") + "FLAGS=(".length();
        List<String> made =
                Stream.of(script.substring(flags, script.indexOf(')', flags)).split("\\s+"))
                        .filter(flag -> !flag.startsWith("-Xmx")) // JDK_JAVA_OPTIONS has it
                        .toList();

        assertThat(made).contains("-XX:+ExitOnOutOfMemoryError");
        try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
            assertThat(lines.filter(line -> line.startsWith("ENTRYPOINT")).findFirst())
                    .hasValueSatisfying(
                            line -> assertThat(made).allMatch(f -> line.contains('"' + f + '"')));
        }
    }

    /** The image would have it, as root's, and the hub in it is not root. */
    @Test
    void theHubThatTheImagesCacheIsMadeWithLeavesNothingInItsFolder() {
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new FileSystemResource("config/application.yaml"));
        Map<String, String> written = new HashMap<>();
        Objects.requireNonNull(settings.getObject())
                .forEach((name, value) -> written.put(name.toString(), value.toString()));
        written.values().removeIf(value -> !value.matches("(.*:\\./)?data/.*"));
        written.remove("serai.backup.folder"); // on request only

        assertThat(written).containsKeys("serai.store.url", "serai.search.folder");
        String script = Documents.text(Path.of("bench/aot-cache.sh"));
        assertThat(written.keySet())
                .allMatch(name -> script.matches("(?s).*--" + name + "=\"\\S*\\$data/.*"));
    }

    @Test
    void whatTheImageNeedsIsNotIgnored() throws IOException {
        List<String> ignore = Files.readAllLines(Path.of(".dockerignore"));
        try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
            List<String> copied =
                    lines.filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                            .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                            .filter(word -> Files.exists(Path.of(word)) || word.contains("/"))
                            .filter(word -> !word.startsWith("/") && !word.equals("."))
                            .toList();

            assertThat(copied).contains("deploy/healthcheck.sh", "routes");
            assertThat(copied).allMatch(path -> ignore.contains("!" + path));
        }
    }
}
