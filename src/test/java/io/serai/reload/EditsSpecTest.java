package io.serai.reload;

import static io.serai.reload.Hub.answering;
import static io.serai.reload.Hub.soon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What of an integrator's edits goes live and what is refused in which words: one file for each
 * case in src/test/resources/routes, with the answer or the refusal beside it.
 */
class EditsSpecTest {

    private static final Path CASES = Path.of("src/test/resources/routes");
    private static final String EDITED = "routes/edited.camel.yaml";

    @TempDir static Path home;
    private static Hub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new Hub(home);
        hub.save("routes/base.camel.yaml", answering("taken", "base"));
        hub.save(
                "connectors/spec-greet-action.kamelet.yaml",
                """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: spec-greet-action
                  labels:
                    camel.apache.org/kamelet.type: action
                spec:
                  definition:
                    title: Greet Action
                    description: Greets.
                    type: object
                    required: [name]
                    properties:
                      name: {title: Name, type: string, description: Whom.}
                      timeout: {title: Timeout, type: integer, description: How long., default: 2000}
                      life: {title: Life, type: string, pattern: "[0-9]+(ms|s)", default: 5s}
                      tone: {title: Tone, type: string, description: How., enum: [warm, cool], default: warm}
                      rule: {title: Rule, type: string, description: Whatever., default: "${body}"}
                  dependencies: ["camel:kamelet"]
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setProperty: {name: rule, simple: "{{rule}}"}
                        - setBody:
                            constant: Hello {{name}} for {{timeout}}
                """);
        hub.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    static Stream<String> valids() throws IOException {
        return cases("valids");
    }

    static Stream<String> invalids() throws IOException {
        return cases("invalids");
    }

    private static Stream<String> cases(String kind) throws IOException {
        try (Stream<Path> files = Files.list(CASES.resolve(kind))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".camel.yaml"))
                    .map(name -> name.replace(".camel.yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("valids")
    void goesLiveAndAnswers(String name) throws Exception {
        Path file = CASES.resolve("valids").resolve(name + ".camel.yaml");

        hub.save(EDITED, Files.readString(file));

        soon(() -> hub.camel().getRoute("case") != null);
        assertThat(hub.ask("case")).isEqualTo(expected("valids", name));
        assertThat(hub.refused()).isEmpty();
        clear();
    }

    @ParameterizedTest
    @MethodSource("invalids")
    void isRefusedInTheseWordsAndEverythingElseGoesOn(String name) throws Exception {
        Path file = CASES.resolve("invalids").resolve(name + ".camel.yaml");

        hub.save(EDITED, Files.readString(file));

        soon(() -> !hub.refused().isEmpty());
        String said = String.join("\n", hub.refused()).replace(EDITED, "edited");
        clear();
        assertThat(said).isEqualTo(expected("invalids", name));
        assertThat(hub.ask("taken")).isEqualTo("base");
        assertThat(hub.camel().getRoute("case")).isNull();
    }

    private static String expected(String kind, String name) throws IOException {
        return Files.readString(CASES.resolve(kind).resolve(name + ".expected")).strip();
    }

    private static void clear() throws IOException {
        hub.delete(EDITED);
        soon(() -> hub.refused().isEmpty() && hub.camel().getRoute("case") == null);
    }

    /** A bean whose library is missing. */
    public static class Unlinked {

        static {
            load();
        }

        private static void load() {
            throw new LinkageError("A library is not there.");
        }
    }
}
