package io.serai.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

class KameletLintTest {

    private static final String GOOD =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: good-sink
              labels:
                camel.apache.org/kamelet.type: sink
            spec:
              definition:
                title: Good Sink
                description: Sends well.
                type: object
                required: [key]
                properties:
                  key:
                    title: The Key
                    type: string
                    format: password
                    x-descriptors: ["urn:camel:group:credentials"]
                    description: What opens.
              dependencies: ["camel:log"]
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - to:
                        uri: log:out
                        parameters: {marker: "{{key}}"}
            """;

    @Test
    void theShippedConnectorsAreAsTheCatalogueWantsThem() {
        List<Document> connectors = Document.below(Path.of("connectors"));

        assertThat(connectors).isNotEmpty();
        assertThat(KameletLint.problems(connectors)).isEmpty();
    }

    @Test
    void aGoodOneHasNothingToSayAgainst() {
        assertThat(KameletLint.problems(List.of(good(GOOD)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name: good-sink                       | name: other-sink      | the name is the file's
                    kamelet.type: sink                    | kamelet.kind: sink    | the type label is source, sink or action
                    kamelet.type: sink                    | kamelet.type: source  | a source goes to kamelet:sink
                    title: Good Sink                      | title: Good           | the title ends with Sink
                    title: Good Sink                      | title: The Good Sink  | the title has no article
                    description: Sends well.              | type: object          | has a description
                    title: The Key                        | title: the key        | the title of key has capitals
                    title: The Key                        | default: x            | key has a title
                    description: What opens.              | default: x            | key has a description
                    required: [key]                       | required: [lock]      | the required lock is a property
                    '"{{key}}"'                           | '"{{lock}}"'          | {{lock}} is declared
                    '"{{key}}"'                           | '"x"'                 | the property key is used
                    'x-descriptors: ["urn:camel:group:credentials"]' | default: x | the password key has the credentials descriptor
                    uri: kamelet:source                   | uri: direct:source    | it comes from kamelet:source
                    camel:log                             | mvn:log               | the dependency mvn:log has the form camel:x
                    kind: Kamelet                         | kind: Pipe            | apiVersion is camel.apache.org/v1, kind Kamelet
                    """)
    void eachRuleCanBeBroken(String good, String bad, String rule) {
        assertThat(GOOD).contains(good);
        String broken =
                bad.equals("type: object")
                        ? GOOD.replace("    " + good, "")
                        : GOOD.replace(good, bad);

        assertThat(KameletLint.problems(List.of(good(broken))))
                .contains("good-sink.kamelet.yaml: " + rule);
    }

    @Test
    void twoMayNotLookTheSameInThePalette() {
        assertThat(KameletLint.problems(List.of(good(GOOD), good(GOOD))))
                .contains(
                        "good-sink.kamelet.yaml: its title is not that of good-sink.kamelet.yaml");
    }

    private static Document good(String text) {
        return Document.of(Path.of("good-sink.kamelet.yaml"), text);
    }
}
