package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.Command;
import io.serai.gateway.Answer;
import io.serai.gateway.Hub;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The warehouse, asked of a server that is not grpc-java: grpc-js under Node. */
class GrpcTest {

    private static final Path PEER = Path.of("src/test/grpc-peer");

    private static Process server;
    private static String port;

    private Hub hub;

    @BeforeAll
    static void startServer() throws Exception {
        if (!Files.exists(PEER.resolve("node_modules/@grpc/grpc-js"))) {
            Command.runIn(
                    PEER,
                    "npm",
                    "ci",
                    "--prefer-offline",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund");
        }
        server =
                new ProcessBuilder(
                                "node",
                                "server.mjs",
                                Path.of("config/grpc/stock.proto").toAbsolutePath().toString())
                        .directory(PEER.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        port = server.inputReader().readLine();
    }

    @AfterAll
    static void stopServer() {
        server.destroy();
    }

    @BeforeEach
    void start() throws Exception {
        hub = hub("grpc://127.0.0.1:" + port, Map.of());
    }

    private static Hub hub(String url, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.stock.url", url);
        settings.putAll(more);
        return new Hub("routes/systems/stock.camel.yaml", settings);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void anAnswerIsJsonByTheDescriptorsAlone() {
        Answer stock = hub.ask("direct:system.stock.get", "T-1");

        assertThat(stock.error()).isNull();
        assertThat(stock.data())
                .hasToString(
                        """
                        {"sku":"T-1","available":7,"reserved":"9007199254740993",\
                        "restockedAt":"2025-11-21T08:00:00Z","warehouses":["杭州","no key"]}\
                        """);
    }

    @Test
    void nothingInStockIsAnAnswer() {
        Answer stock = hub.ask("direct:system.stock.get", "empty");

        assertThat(stock.data())
                .hasToString(
                        "{\"sku\":\"empty\",\"available\":0,\"reserved\":\"0\",\"warehouses\":[]}");
    }

    @Test
    void theHubSaysWhoItIsInTheMetadata() throws Exception {
        hub.close();
        hub =
                hub(
                        "grpc://127.0.0.1:" + port,
                        Map.of(
                                "serai.systems.stock.auth", "api-key",
                                "serai.systems.stock.api-key-header", "X-Warehouse-Key",
                                "serai.systems.stock.api-key", "k3y"));

        Answer stock = hub.ask("direct:system.stock.get", "T-1");

        assertThat(stock.data().path("warehouses").path(1).asText()).isEqualTo("k3y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    code-14 | it cannot be reached
                    code-8  | it is busy
                    code-10 | it is busy
                    code-4  | no answer in time
                    code-3  | it says no (INVALID_ARGUMENT)
                    code-7  | it refuses the hub's credentials
                    code-16 | it refuses the hub's credentials
                    code-12 | it refuses the call (UNIMPLEMENTED)
                    code-13 | it refuses the call (INTERNAL)
                    long    | its answer is longer than 2 MiB
                    """)
    void everyStatusHasItsMeaningInOurOwnWords(String sku, String error) {
        Answer stock = hub.ask("direct:system.stock.get", sku);

        assertThat(stock.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(stock.error()).isEqualTo(error);
    }

    @Test
    void whatIsNotFoundIsAnAnswer() {
        Answer stock = hub.ask("direct:system.stock.get", "code-5");

        assertThat(stock.unknown()).isTrue();
        assertThat(stock.error()).isNull();
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        hub.close();
        hub = hub("grpc://127.0.0.1:" + port, Map.of("serai.systems.stock.timeout", "100"));

        assertThat(hub.ask("direct:system.stock.get", "late").error())
                .isEqualTo("no answer in time");
    }

    @Test
    void aServerThatIsNotThereIsSaidSoAndTheHubStartsAllTheSame() throws Exception {
        hub.close();
        hub = hub("grpc://127.0.0.1:1", Map.of());

        assertThat(hub.ask("direct:system.stock.get", "T-1").error())
                .isEqualTo("it cannot be reached");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    config/grpc/none.json  | stock.v1.StockService/GetStock | {}           | config/grpc/none.json is no descriptor set
                    config/grpc/stock.json | stock.v1.StockService/Nope     | {}           | The descriptor set has no method stock.v1.StockService/Nope
                    config/grpc/stock.json | stock.v1.StockService/GetStock | {"sock": 1}  | stock.v1.GetStockRequest has no field sock
                    config/grpc/stock.json | stock.v1.StockService/GetStock | {"sku":      | The request is not JSON
                    """)
    void whatIsWrongIsNamedWhenTheRouteIsMade(
            String descriptors, String method, String request, String problem) {
        assertThatThrownBy(() -> route(descriptors, method, request))
                .hasStackTraceContaining(problem);
    }

    private void route(String descriptors, String method, String request) throws Exception {
        hub.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:refused")
                                .to(
                                        "kamelet:grpc-system-action?system=stock&descriptors="
                                                + descriptors
                                                + "&method="
                                                + method
                                                + "&request=RAW("
                                                + request
                                                + ")");
                    }
                });
    }
}
