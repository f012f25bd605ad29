package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Command;
import io.serai.FreePort;
import io.serai.gateway.Answer;
import io.serai.gateway.Hub;
import io.serai.gateway.Reasons;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The catalog, searched in a real OpenSearch 3.3, a process of its own. */
@Beside
class OpenSearchTest {

    private static final Path PEER = Path.of("src/test/search-peer");
    private static final Path CLASSES = Path.of("target/search-peer.cp").toAbsolutePath();

    private static Process node;
    private static String url;

    private Hub hub;

    @BeforeAll
    static void startNode(@TempDir Path folder) throws Exception {
        if (!Files.exists(CLASSES)) {
            Command.run(
                    "mvn",
                    "-q",
                    "-B",
                    "-f",
                    PEER.resolve("pom.xml").toString(),
                    "dependency:build-classpath",
                    "-Dmdep.outputFile=" + CLASSES);
        }
        int http = FreePort.choose();
        url = "http://127.0.0.1:" + http;
        node =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Files.readString(CLASSES).strip(),
                                PEER.resolve("Node.java").toString(),
                                String.valueOf(http),
                                String.valueOf(FreePort.choose()),
                                folder.toString())
                        .redirectError(folder.resolve("errors.log").toFile())
                        .start();
        List<String> said = new java.util.ArrayList<>();
        node.inputReader().lines().peek(said::add).anyMatch(line -> line.contains("READY"));
        assertThat(node.isAlive()).as(String.join("\n", said)).isTrue();
        Thread.ofVirtual().start(() -> node.inputReader().lines().forEach(line -> {}));
        put(
                "/products/_doc/1?refresh=true",
                "{\"sku\":\"T1\",\"title\":\"紫砂 茶壶\",\"price\":120.5,\"cost\":1}");
        put(
                "/products/_doc/2?refresh=true",
                "{\"sku\":\"T2\",\"title\":\"茶杯 white cup\",\"price\":30}");
    }

    private static void put(String path, String document) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofString(document))
                            .build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        }
    }

    @AfterAll
    static void stopNode() throws Exception {
        node.destroyForcibly().waitFor();
    }

    @BeforeEach
    void start() throws Exception {
        hub =
                new Hub(
                        "routes/systems/catalog.camel.yaml",
                        Map.of(
                                "serai.systems.catalog.url", url,
                                "serai.systems.catalog.timeout", "10000",
                                "serai.systems.catalog.patience", "20s"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void productsAreFoundByWordsWithTheFieldsAskedForOnly() {
        Answer found = hub.ask("direct:system.catalog.search", "白色 茶壶");
        Answer none = hub.ask("direct:system.catalog.search", "teapot");

        assertThat(found.error()).isNull();
        JsonNode best = found.data().get(0);
        assertThat(best.path("sku").asText()).isEqualTo("T1");
        assertThat(best.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("sku", "title", "price");
        assertThat(none.data()).isEmpty();
    }

    @Test
    void whatACustomerWritesIsWordsAndNeverALanguage() {
        for (String words :
                List.of("*", "sku:T1", "/.*/", "title:*", "\"}}}", "{\"match_all\":{}}")) {
            Answer found = hub.ask("direct:system.catalog.search", words);

            assertThat(found.error()).isNull();
            assertThat(found.data()).as(words).isEmpty();
        }
    }

    @Test
    void anIndexThatIsNotThereAndASearchThatIsNoneAreToldApart() throws Exception {
        assertThat(reason("nowhere", "{\"query\": {\"match_all\": {} } }"))
                .isEqualTo("it has no such index");
        assertThat(reason("products", "{\"query\": {\"no_such_query\": {} } }"))
                .isEqualTo("it refuses the request (HTTP 400)");
    }

    private String reason(String index, String search) throws Exception {
        String asks = "direct:" + index;
        hub.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(asks)
                                .toF(
                                        "kamelet:elasticsearch-system-action?system=catalog&url=%s&index=%s&search=RAW(%s)",
                                        url, index, search);
                    }
                });
        return Reasons.of(
                hub.camel.createProducerTemplate().request(asks, it -> {}).getException());
    }
}
