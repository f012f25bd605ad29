package io.serai.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

class RouteLintTest {

    private static final Beans BEANS = new Beans(Path.of("src/main/java"));
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final String GOOD =
            """
            - route:
                id: good
                description: Calls out.
                from:
                  uri: direct:good
                  steps:
                    - removeHeaders:
                        pattern: "*"
                    - bean:
                        ref: assignment
                        method: tick
                    - to:
                        uri: https://example.com/api
                        parameters:
                          httpMethod: POST
                          httpClientConfigurer: "#platformHttp"
            """;

    @Test
    void theShippedRoutesAndConnectorsAreWrittenTheHousesWay() {
        List<Document> routes = Document.below(Path.of("routes"));

        assertThat(routes).isNotEmpty();
        assertThat(RouteLint.problems(BEANS, routes, Document.below(Path.of("connectors"))))
                .isEmpty();
    }

    @Test
    void soAreTheExamplesOfTheDocuments() throws IOException {
        List<Document> routes = new ArrayList<>();
        List<Document> connectors = new ArrayList<>(Document.below(Path.of("connectors")));
        for (String page : List.of("connectors", "websocket-jsr356")) {
            Path file = Path.of(page + ".camel.yaml");
            EXAMPLE.matcher(Files.readString(Path.of("docs", page + ".md")))
                    .results()
                    .map(found -> Document.of(file, found.group(1)))
                    .forEach(it -> (it.data().isArray() ? routes : connectors).add(it));
        }

        assertThat(routes).hasSizeGreaterThan(4);
        assertThat(RouteLint.problems(BEANS, routes, connectors))
                .filteredOn(problem -> !problem.endsWith("a bean sms")) // its class is on the page
                .isEmpty();
    }

    @Test
    void aGoodOneHasNothingToSayAgainst() {
        assertThat(lint("good.camel.yaml", GOOD)).isEmpty();
    }

    @Test
    void theNameIsWhatEditorsKnowRoutesBy() {
        assertThat(lint("good.yaml", GOOD)).contains("good.yaml: its name ends in .camel.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id: good                | note: x                           | every route has an id
                    description: Calls out. | note: x                           | good has a description
                    uri: direct:good        | 'uri: direct:good?block=false'    | the options of direct:good?block=false stand under parameters
                    ref: assignment         | ref: assignments                  | there is a bean assignments
                    method: tick            | method: tock                      | the bean assignment has a public method tock
                    '"#platformHttp"'       | '"#platformHtp"'                  | there is a bean platformHtp
                    pattern: "*"            | pattern: "X-*"                    | headers are removed before https://example.com/api is called
                    """)
    void eachRuleCanBeBroken(String good, String bad, String rule) {
        assertThat(GOOD).contains(good);

        assertThat(lint("good.camel.yaml", GOOD.replace(good, bad)))
                .contains("good.camel.yaml: " + rule);
    }

    @Test
    void anIdIsUniqueInAllFiles() {
        Document file = Document.of(Path.of("good.camel.yaml"), GOOD);

        assertThat(RouteLint.problems(BEANS, List.of(file, file), List.of()))
                .containsExactly(
                        "good.camel.yaml: the id good is not that of a route in good.camel.yaml");
    }

    private static List<String> lint(String name, String text) {
        return RouteLint.problems(BEANS, List.of(Document.of(Path.of(name), text)), List.of());
    }
}
