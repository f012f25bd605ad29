package io.serai.apidoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.HubProcess;
import io.serai.event.Types;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** What the hub says of its APIs, asked of the hub as it runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiDocTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Of these a hub that was never asked has loaded nothing. */
    private static final Pattern LATER =
            Pattern.compile(
                    "(org\\.springdoc|io\\.swagger\\.v3|com\\.github\\.therapi)\\.[\\w.$]+");

    /** Boot itself asks this one of springdoc's at every start, to no end. */
    private static final String ASKED_BY_BOOT =
            "org.springdoc.scalar.ScalarDisableAutoConfiguration";

    @TempDir private static Path folder;

    private static HubProcess hub;
    private static String integrator;

    @BeforeAll
    static void start() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
        hub = new HubProcess(folder, "serai.reload.routes=" + folder.resolve("routes")).start();
        integrator = Described.login(hub, "integrator");
    }

    @AfterAll
    static void stop() {
        hub.close();
        HTTP.close();
    }

    @Test
    @Order(1)
    void aHubThatIsNotAskedLoadsNothingOfIt() throws Exception {
        assertThat(loaded()).isSubsetOf(ASKED_BY_BOOT);

        openApi();

        assertThat(loaded()).hasSizeGreaterThan(100);
    }

    @Test
    void theLinterFindsNothingInTheOpenApiDocument() throws Exception {
        assertThat(Linter.findings(written("/openapi.yaml"))).isEmpty();
        assertThat(openApi().path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void theLinterFindsNothingInTheAsyncApiDocument() throws Exception {
        assertThat(Linter.findings(written("/asyncapi.yaml"))).isEmpty();
        assertThat(Files.readString(written("/asyncapi.yaml"))).startsWith("asyncapi: 3.");
    }

    @Test
    void theLinterFindsWhatIsWrong() throws Exception {
        ObjectNode rest = (ObjectNode) openApi();
        ((ObjectNode) rest.at("/paths/~1api~1v1~1me/get")).remove("responses");
        Path restFile = Files.writeString(folder.resolve("wrong.json"), rest.toString());
        String sockets = Files.readString(written("/asyncapi.yaml"));
        Path socketsFile =
                Files.writeString(
                        folder.resolve("wrong.yaml"),
                        sockets.replace("action: receive", "action: listen"));

        assertThat(Linter.findings(restFile)).isNotEmpty();
        assertThat(Linter.findings(socketsFile)).isNotEmpty();
    }

    @Test
    void everyOperationSaysWhatItDoesAndHowItRefuses() {
        JsonNode document = openApi();
        Map<String, JsonNode> operations = Described.operations(document);

        assertThat(operations.keySet())
                .contains(
                        "post /api/v1/login",
                        "get /api/v1/events",
                        "post /api/v1/events",
                        "get /api/v1/search",
                        "post /api/v1/customer/messages",
                        "get /gateway/orders",
                        "post /channels/douyin/main");
        operations.forEach(
                (where, operation) -> {
                    assertThat(operation.path("summary").asText())
                            .as("a Javadoc sentence of what answers %s", where)
                            .isNotBlank()
                            .doesNotStartWith(where.split(" ")[0].toUpperCase());
                    assertThat(operation.path("operationId").asText())
                            .as("%s, which openapi.yaml may name but nobody answers", where)
                            .isEqualTo(id(where));
                    refusals(document, operation)
                            .forEach(
                                    it ->
                                            assertThat(
                                                            it.path("content")
                                                                    .has(
                                                                            "application/problem+json"))
                                                    .as("%s refuses by RFC 9457", where)
                                                    .isTrue());
                });
        assertThat(operations.values().stream().map(it -> it.path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whoMayCallWhatIsAskedOfTheDoorItself() {
        Map<String, JsonNode> operations = Described.operations(openApi());

        assertThat(operations.get("get /api/v1/me").has("security")).isFalse();
        assertThat(operations.get("post /api/v1/visitors").path("security")).isEmpty();
        assertThat(operations.get("get /api/v1/events").path("description").asText())
                .contains("supervisor, integrator, admin")
                .doesNotContain("agent");
        assertThat(operations.get("get /gateway/orders").path("responses").has("401")).isTrue();
    }

    @Test
    void anIntegratorsNewRouteAppearsAndGoes() throws Exception {
        Path route = folder.resolve("routes/systems/lamp.camel.yaml");

        Files.writeString(
                route,
                """
                - route:
                    id: lamp
                    description: "PUT /hooks/lamp/{room}?on=&colour: switches a lamp."
                    from:
                      uri: platform-http:/hooks/lamp/{room}
                      parameters:
                        httpMethodRestrict: PUT
                      steps:
                        - setBody:
                            constant: done
                """);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> Described.operations(openApi()).containsKey("put /hooks/lamp/{room}"));
        JsonNode lamp = Described.operations(openApi()).get("put /hooks/lamp/{room}");
        assertThat(lamp.path("summary").asText()).isEqualTo("Switches a lamp.");
        assertThat(lamp.findValuesAsText("name")).containsExactly("room", "on", "colour");
        assertThat(lamp.path("parameters").findValuesAsText("required"))
                .containsExactly("true", "true", "false");
        assertThat(Linter.findings(written("/openapi.yaml"))).isEmpty();
        Files.delete(route);
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                !Described.operations(openApi())
                                        .containsKey("put /hooks/lamp/{room}"));
    }

    @Test
    void onlyWhoIsLoggedInSeesIt() throws Exception {
        for (String path :
                List.of("/openapi", "/openapi.json", "/asyncapi.yaml", "/openapi/page.js")) {
            assertThat(status(path, null)).as(path).isEqualTo(401);
            assertThat(status(path, Described.login(hub, "agent1"))).as(path).isEqualTo(200);
        }
    }

    @Test
    void thePageNeedsNothingFromElsewhere() throws Exception {
        for (String path : List.of("/openapi/swagger-ui-bundle.js", "/openapi/swagger-ui.css")) {
            assertThat(status(path, integrator)).as(path).isEqualTo(200);
        }
        assertThat(answer("/openapi", integrator).body())
                .contains("/openapi/page.js")
                .doesNotContain("http:", "https:", "<script>");
    }

    @Test
    void whatTheHubAnswersIsWhatItSays() throws Exception {
        Described document = new Described(openApi());
        JsonNode visitor = post("/api/v1/visitors", null, "{\"channel\":\"web\"}", 200);
        check(document, "/api/v1/visitors", "post", visitor);
        String customer = visitor.path("token").asText();
        String said = "{\"id\":\"m1\",\"content\":{\"type\":\"text\",\"text\":\"怎么退货\"}}";

        check(
                document,
                "/api/v1/customer/messages",
                "post",
                post("/api/v1/customer/messages", customer, said, 200));
        check(
                document,
                "/api/v1/customer/messages",
                "get",
                json("/api/v1/customer/messages?after=0&wait=10", customer));
        String supervisor = Described.login(hub, "supervisor");
        check(document, "/api/v1/me", "get", json("/api/v1/me", supervisor));
        check(document, "/api/v1/agents", "get", json("/api/v1/agents", supervisor));
        check(
                document,
                "/api/v1/conversations",
                "get",
                json("/api/v1/conversations?owner=all", supervisor));
        check(
                document,
                "/api/v1/search",
                "get",
                json("/api/v1/search?q=%E9%80%80%E8%B4%A7", supervisor));
        check(document, "/api/v1/dead-letters", "get", json("/api/v1/dead-letters", integrator));
        check(
                document,
                "/api/v1/events",
                "get",
                json("/api/v1/events?after=0&limit=1000", integrator));
        check(
                document,
                "/gateway/orders",
                "get",
                json("/gateway/orders?customer=C000123", integrator));
        check(
                document,
                "/api/v1/conversations/{id}/customer",
                "get",
                json(
                        "/api/v1/conversations/"
                                + visitor.path("conversation").asText()
                                + "/customer",
                        supervisor));
        JsonNode refused =
                JSON.readTree(answer("/api/v1/conversations?owner=x", supervisor).body());
        assertThat(
                        document.faults(
                                "/components/schemas/Problem",
                                ((ObjectNode) refused).without("instance")))
                .isEmpty();
    }

    @Test
    void everyEventIsDescribed() throws Exception {
        Described described = Described.by(hub);
        post(
                "/api/v1/events",
                integrator,
                "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/erp\",\"type\":\"order.paid\",\"subject\":\"E1\",\"data\":{}}",
                202);

        JsonNode events = json("/api/v1/events?after=0&limit=1000", integrator).path("events");

        assertThat(events).isNotEmpty();
        events.forEach(event -> described.check("eventsAreRead", event));
        assertThat(described.types("eventsAreRead")).containsAll(types());
        assertThat(described.types("eventsArePublished"))
                .isEqualTo(described.types("eventsAreRead"));
    }

    @Test
    void everyFrameThatASocketTakesIsDescribed() throws IOException {
        Described described = Described.by(hub);

        assertThat(new TreeSet<>(described.types("customerSays")))
                .isEqualTo(taken("channel/web/CustomerSocket.java"));
        assertThat(new TreeSet<>(described.types("agentSays")))
                .isEqualTo(taken("console/AgentSocket.java"));
    }

    /** The cases of a socket's switch over the type, and the hello before it. */
    private static TreeSet<String> taken(String file) throws IOException {
        String java = Files.readString(Path.of("src/main/java/io/serai").resolve(file));
        int from = java.indexOf("switch (frame.path(\"type\")");
        TreeSet<String> taken = new TreeSet<>(List.of("hello"));
        Pattern.compile("case \"([a-z-]+)\"")
                .matcher(java.substring(from, java.indexOf("default ->", from)))
                .results()
                .forEach(it -> taken.add(it.group(1)));
        return taken;
    }

    /** All of {@link Types}, but for presence, which so far is told to nobody. */
    private static List<String> types() {
        return Arrays.stream(Types.class.getFields())
                .map(
                        field -> {
                            try {
                                return (String) field.get(null);
                            } catch (IllegalAccessException e) {
                                throw new AssertionError(e);
                            }
                        })
                .filter(type -> !type.equals(Types.AGENT_PRESENCE))
                .toList();
    }

    private static void check(Described document, String path, String method, JsonNode answer) {
        String at =
                "/paths/"
                        + path.replace("~", "~0").replace("/", "~1")
                        + "/"
                        + method
                        + "/responses/200/content/application~1json/schema";
        assertThat(document.faults(at, answer)).as("%s %s: %s", method, path, answer).isEmpty();
    }

    private static String id(String where) {
        String[] parts = where.split(" ");
        return Operations.id(parts[0], parts[1]);
    }

    private static List<JsonNode> refusals(JsonNode document, JsonNode operation) {
        List<JsonNode> refusals = new ArrayList<>();
        operation
                .path("responses")
                .properties()
                .forEach(
                        it -> {
                            String ref = it.getValue().path("$ref").asText();
                            if (it.getKey().compareTo("4") > 0
                                    && it.getKey().length() == 3
                                    && !ref.isEmpty()) {
                                refusals.add(document.at(ref.substring(1)));
                            }
                        });
        return refusals;
    }

    private static List<String> loaded() throws Exception {
        try (JMXConnector jmx = hub.jmx()) {
            Object classes =
                    jmx.getMBeanServerConnection()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "vmClassloaders",
                                    new Object[] {new String[] {"show-classes"}},
                                    new String[] {String[].class.getName()});
            return LATER.matcher(String.valueOf(classes))
                    .results()
                    .map(it -> it.group())
                    .distinct()
                    .toList();
        }
    }

    private static JsonNode openApi() {
        return Described.get(hub, "/openapi.json", integrator);
    }

    private static Path written(String path) throws Exception {
        return Files.writeString(
                folder.resolve(path.substring(1)), answer(path, integrator).body());
    }

    private static JsonNode json(String path, String token) {
        return Described.get(hub, path, token);
    }

    private static int status(String path, String token) throws Exception {
        return answer(path, token).statusCode();
    }

    private static HttpResponse<String> answer(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.hub(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode post(String path, String token, String body, int status)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
