package io.serai.apidoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Json;
import io.serai.event.Types;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the hub says of its APIs, asked of the hub as it runs. */
@Beside
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiDocTest {

    private static final String SAID =
            "{\"id\":\"m1\",\"content\":{\"type\":\"text\",\"text\":\"怎么退货\"}}";

    /** Boot itself asks this one of springdoc's at every start, to no end. */
    private static final String ASKED_BY_BOOT =
            "org.springdoc.scalar.ScalarDisableAutoConfiguration";

    @TempDir private static Path folder;

    private static HubProcess hub;
    private static AskedHub asked;

    @BeforeAll
    static void start() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
        hub = new HubProcess(folder, "serai.reload.routes=" + folder.resolve("routes")).start();
        asked = new AskedHub(hub, folder);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    @Order(1)
    void aHubThatIsNotAskedLoadsNothingOfIt() throws Exception {
        assertThat(asked.loaded()).isSubsetOf(ASKED_BY_BOOT);

        asked.openApi();

        assertThat(asked.loaded()).hasSizeGreaterThan(100);
    }

    @Test
    void theLinterFindsNothingInTheOpenApiDocument() throws Exception {
        assertThat(Linter.findings(asked.written("/openapi.yaml"))).isEmpty();
        assertThat(asked.openApi().path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void theLinterFindsNothingInTheAsyncApiDocument() throws Exception {
        assertThat(Linter.findings(asked.written("/asyncapi.yaml"))).isEmpty();
        assertThat(Files.readString(asked.written("/asyncapi.yaml"))).startsWith("asyncapi: 3.");
    }

    @Test
    void theLinterFindsWhatIsWrong() throws Exception {
        ObjectNode rest = (ObjectNode) asked.openApi();
        ((ObjectNode) rest.at("/paths/~1api~1v1~1me/get")).remove("responses");
        Path restFile = Files.writeString(folder.resolve("wrong.json"), rest.toString());
        String sockets = Files.readString(asked.written("/asyncapi.yaml"));
        Path socketsFile =
                Files.writeString(
                        folder.resolve("wrong.yaml"),
                        sockets.replace("action: receive", "action: listen"));

        assertThat(Linter.findings(restFile)).isNotEmpty();
        assertThat(Linter.findings(socketsFile)).isNotEmpty();
    }

    @Test
    void everyOperationSaysWhatItDoesAndHowItRefuses() {
        JsonNode document = asked.openApi();
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
                    Described.refusals(document, operation)
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
        Map<String, JsonNode> operations = Described.operations(asked.openApi());

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
                - route:
                    id: gateway-lamp
                    description: "PUT /gateway/lamp: switches all of them."
                    from:
                      uri: platform-http:/gateway/lamp
                      parameters:
                        httpMethodRestrict: PUT
                      steps:
                        - setBody:
                            constant: done
                """);

        await().until(
                        () ->
                                Described.operations(asked.openApi())
                                        .keySet()
                                        .containsAll(
                                                Set.of(
                                                        "put /hooks/lamp/{room}",
                                                        "put /gateway/lamp")));
        JsonNode lamps = Described.operations(asked.openApi()).get("put /gateway/lamp");
        assertThat(lamps.path("responses").path("default").path("description").asText())
                .isEqualTo("What the route answers.");
        assertThat(lamps.path("responses").has("200")).isFalse();
        JsonNode lamp = Described.operations(asked.openApi()).get("put /hooks/lamp/{room}");
        assertThat(lamp.path("summary").asText()).isEqualTo("Switches a lamp.");
        assertThat(lamp.findValuesAsText("name")).containsExactly("room", "on", "colour");
        assertThat(lamp.path("parameters").findValuesAsText("required"))
                .containsExactly("true", "true", "false");
        assertThat(Linter.findings(asked.written("/openapi.yaml"))).isEmpty();
        Files.delete(route);
        await().until(
                        () ->
                                !Described.operations(asked.openApi())
                                        .containsKey("put /hooks/lamp/{room}"));
    }

    @Test
    void whatMayBeLeftOutIsNotRequiredAndWhatMayNotIs() {
        Caller admin = Caller.staff(hub, "admin");
        JsonNode document = asked.openApi();
        Described.operations(document)
                .forEach(
                        (where, operation) -> {
                            if (where.startsWith("get /api/") && !where.contains("{")) {
                                boolean refused =
                                        admin.status(where.substring("get ".length())) == 400;
                                assertThat(
                                                operation
                                                        .path("parameters")
                                                        .findValuesAsText("required")
                                                        .contains("true"))
                                        .as("%s without any parameter is refused", where)
                                        .isEqualTo(refused);
                            }
                        });
    }

    @Test
    void everyBodyThatIsTakenHasItsFieldsNamed() {
        JsonNode document = asked.openApi();
        Described.operations(document)
                .forEach(
                        (where, operation) -> {
                            JsonNode schema =
                                    operation.at("/requestBody/content/application~1json/schema");
                            String ref = schema.path("$ref").asText();
                            JsonNode body = ref.isEmpty() ? schema : document.at(ref.substring(1));
                            assertThat(
                                            schema.isMissingNode()
                                                    || where.matches(
                                                            ".* /(channels|hooks|gateway)/.*")
                                                    || body.has("properties"))
                                    .as("the fields of what %s takes: %s", where, schema)
                                    .isTrue();
                        });
    }

    @Test
    void onlyWhoIsLoggedInSeesIt() throws Exception {
        for (String path :
                List.of("/openapi", "/openapi.json", "/asyncapi.yaml", "/openapi/page.js")) {
            assertThat(Caller.nobody(hub).status(path)).as(path).isEqualTo(401);
            assertThat(Caller.staff(hub, "agent1").status(path)).as(path).isEqualTo(200);
        }
    }

    @Test
    void thePageNeedsNothingFromElsewhere() throws Exception {
        for (String path : List.of("/openapi/swagger-ui-bundle.js", "/openapi/swagger-ui.css")) {
            assertThat(asked.integrator().status(path)).as(path).isEqualTo(200);
        }
        assertThat(asked.integrator().send("GET", "/openapi").body())
                .contains("/openapi/page.js")
                .doesNotContain("http:", "https:", "<script>");
    }

    @Test
    void whatTheHubAnswersIsWhatItSays() throws Exception {
        Described document = new Described(asked.openApi());
        JsonNode visitor = Caller.nobody(hub).post("/api/v1/visitors", "{}");
        Caller customer = Caller.holding(hub, visitor.path("token").asText());
        JsonNode stored = customer.post("/api/v1/customer/messages", SAID);
        customer.post(
                "/api/v1/customer/messages",
                "{\"id\":\"b1\",\"content\":{\"type\":\"image\",\"url\":\"https://a.example/b\"}}");
        Caller supervisor = Caller.staff(hub, "supervisor");

        check(document, "/api/v1/visitors", "post", visitor);
        check(document, "/api/v1/customer/messages", "post", stored);
        get(document, "/api/v1/customer/messages", "?after=0&wait=10", customer);
        get(document, "/api/v1/me", "", supervisor);
        get(document, "/api/v1/agents", "", supervisor);
        get(document, "/api/v1/conversations", "?owner=all", supervisor);
        get(document, "/api/v1/search", "?q=%E9%80%80%E8%B4%A7", supervisor);
        get(document, "/api/v1/dead-letters", "", asked.integrator());
        get(document, "/api/v1/webhooks", "", asked.integrator());
        get(document, "/api/v1/events", "?after=0&limit=1000", asked.integrator());
        get(document, "/gateway/orders", "?customer=C000123", asked.integrator());
        JsonNode panel =
                supervisor.get(
                        "/api/v1/conversations/%s/customer"
                                .formatted(visitor.path("conversation").asText()));
        check(document, "/api/v1/conversations/{id}/customer", "get", panel);
    }

    @Test
    void everyEventIsDescribed() throws Exception {
        Described described = Described.by(hub);
        HttpResponse<String> told =
                asked.integrator()
                        .send(
                                "POST",
                                "/api/v1/events",
                                "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/erp\",\"type\":\"order.paid\",\"subject\":\"E1\",\"data\":{}}");
        assertThat(told.statusCode()).as(told.body()).isEqualTo(202);

        JsonNode events =
                asked.integrator().get("/api/v1/events?after=0&limit=1000").path("events");

        assertThat(events).isNotEmpty();
        events.forEach(event -> described.check("eventsAreRead", event));
        assertThat(described.types("eventsAreRead")).containsAll(types());
        assertThat(described.types("eventsArePublished"))
                .isEqualTo(described.types("eventsAreRead"));
    }

    @Test
    void aRefusalIsDescribedWhicheverPartOfTheHubRefuses() throws Exception {
        Described described = new Described(asked.openApi());
        for (Caller who : List.of(Caller.nobody(hub), Caller.staff(hub, "agent1"))) {
            String refusal = who.send("GET", "/api/v1/tickets/none").body();

            assertThat(
                            described.faults(
                                    "/components/schemas/Problem", Json.MAPPER.readTree(refusal)))
                    .as(refusal)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get /api/v1/tickets | ?conversation=none | '' | 404",
                "get /api/v1/customers | ?conversation=none | '' | 404",
                "post /api/v1/customers | '' | {\"conversation\":\"none\"} | 404",
                "post /api/v1/conversations/{conversation}/returns | '' |"
                    + " {\"id\":\"019b7c3e-0000-7000-8000-000000000001\",\"orderNo\":\"E1\",\"lines\":[1],\"reasonCode\":\"BROKEN\"}"
                    + " | 409",
                "post /graphql | '' | {\"query | 400",
                "get /gateway/order/{orderId} | '' | '' | 400",
                "post /hooks/zendesk/{account} | '' | {} | 404",
                "post /channels/wechat/main | '' | {} | 400",
                "post /channels/douyin/main | '' | {} | 403",
                "get /api/v1/export/{day}.csv | '' | '' | 400",
            })
    void whatIsRefusedIsRefusedAsTheDocumentSays(
            String operation, String query, String body, int status) throws Exception {
        JsonNode visitor = Caller.nobody(hub).post("/api/v1/visitors", "{}");
        String conversation = visitor.path("conversation").asText();
        Caller.holding(hub, visitor.path("token").asText()).post("/api/v1/customer/messages", SAID);
        String method = operation.substring(0, operation.indexOf(' ')).toUpperCase(Locale.ROOT);
        String path =
                operation
                        .substring(method.length() + 1)
                        .replace("{conversation}", conversation)
                        .replace("{day}", "-999999999-01-01")
                        .replace("{orderId}", "%25")
                        .replace("{account}", "nobody");

        HttpResponse<String> refusal = Caller.staff(hub, "admin").send(method, path + query, body);

        assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(status);
        String type = refusal.headers().firstValue("Content-Type").orElse("").split(";")[0];
        JsonNode document = asked.openApi();
        JsonNode responses = Described.operations(document).get(operation).path("responses");
        JsonNode described = responses.path(String.valueOf(status));
        if (described.has("$ref")) {
            described = document.at(described.path("$ref").asText().substring(1));
        }
        assertThat(
                        described.isMissingNode()
                                ? responses.has("default")
                                : described.path("content").has(type))
                .as("%s as %s is in %s", status, type, responses)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"text\",\"text\":\"x\"} | true",
                "{\"type\":\"text\",\"text\":\"\"} | false",
                "{\"type\":\"image\",\"url\":\"\"} | true",
                "{\"type\":\"link\",\"url\":\"https://a.example\"} | true",
                "{\"type\":\"link\",\"url\":\"\"} | false",
                "{\"type\":\"location\",\"latitude\":-90,\"longitude\":180} | true",
                "{\"type\":\"file\",\"url\":\"https://a/b\",\"size\":-1} | false",
                "{\"type\":\"location\",\"latitude\":91,\"longitude\":0} | false",
                "{\"type\":\"location\",\"latitude\":0,\"longitude\":-181} | false",
                "{\"type\":\"card\",\"kind\":\"order\"} | true",
                "{\"type\":\"card\",\"kind\":\"\"} | false",
                "{\"type\":\"signal\",\"name\":\"x\"} | false",
                "{\"type\":\"unsupported\",\"original\":\"x\",\"raw\":\"y\"} | false",
            })
    void whatMayBeSaidIsWhatTheDocumentsSay(String content, boolean taken) throws Exception {
        JsonNode visitor = Caller.nobody(hub).post("/api/v1/visitors", "{}");
        Caller customer = Caller.holding(hub, visitor.path("token").asText());
        String said = "{\"id\":\"s1\",\"content\":%s}".formatted(content);
        JsonNode frame = Json.MAPPER.readTree("{\"type\":\"message\"," + said.substring(1));

        int status = customer.send("POST", "/api/v1/customer/messages", said).statusCode();

        assertThat(status).isEqualTo(taken ? 200 : 400);
        assertThat(
                        new Described(asked.openApi())
                                .faults("/components/schemas/Spoken", Json.MAPPER.readTree(said))
                                .isEmpty())
                .isEqualTo(taken);
        assertThat(
                        Described.by(hub)
                                .faults("/components/messages/CustomerSay/payload", frame)
                                .isEmpty())
                .isEqualTo(taken);
        JsonNode stored = customer.get("/api/v1/customer/messages?after=0");
        check(new Described(asked.openApi()), "/api/v1/customer/messages", "get", stored);
    }

    /**
     * Of whatever else stands beside them generators make one class with the fields of all kinds.
     */
    @Test
    void whatMayBeSaidIsOneOfItsKindsAndNothingElse() {
        JsonNode schemas = asked.openApi().at("/components/schemas");
        JsonNode said = schemas.path("Said");

        assertThat(said.path("oneOf")).hasSize(8);
        assertThat(said.at("/discriminator/mapping")).hasSize(8);
        assertThat(said.fieldNames())
                .toIterable()
                .containsOnly("description", "oneOf", "discriminator", "if", "then", "else");
        assertThat(schemas.at("/Content/discriminator/mapping"))
                .allSatisfy(
                        kind ->
                                assertThat(
                                                asked.openApi()
                                                        .at(kind.asText().substring(1))
                                                        .at("/properties/type/type")
                                                        .asText())
                                        .isEqualTo("string"));
    }

    /** A body without a schema ends typescript-fetch with an exception; others leave it out. */
    @Test
    void everyBodyHasASchema() {
        assertThat(asked.openApi().path("paths").findValues("requestBody"))
                .flatExtracting(it -> List.copyOf(it.path("content").properties()))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.getValue().has("schema")).isTrue());
    }

    @Test
    void aBodyInYamlIsOfAnotherMediaType() throws Exception {
        HttpResponse<String> refusal =
                login("Content-Type", "application/yaml", "username: agent1\npassword: sandbox");

        assertThat(refusal.statusCode()).isEqualTo(415);
    }

    @Test
    void whoDoesNotTakeTheAnswerIsNotLoggedIn() throws Exception {
        HttpResponse<String> refusal =
                login("Accept", "text/html", "{\"username\":\"agent1\",\"password\":\"sandbox\"}");

        assertThat(refusal.statusCode()).isEqualTo(406);
        assertThat(refusal.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(
                        Described.operations(asked.openApi())
                                .get("post /api/v1/login")
                                .path("responses")
                                .has("406"))
                .isTrue();
    }

    @Test
    void whoseAcceptCannotBeReadIsToldSo() throws Exception {
        HttpResponse<String> refusal =
                login("Accept", "json", "{\"username\":\"agent1\",\"password\":\"sandbox\"}");

        assertThat(refusal.statusCode()).isEqualTo(406);
        assertThat(refusal.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(Json.MAPPER.readTree(refusal.body()).path("status").asInt()).isEqualTo(406);
    }

    @Test
    void whatAnswersNothingIsThereForClientsThatAcceptOnlyItsRefusals() throws Exception {
        List<String> paths =
                Described.operations(asked.openApi()).entrySet().stream()
                        .filter(it -> it.getKey().startsWith("delete "))
                        .filter(it -> !it.getValue().at("/responses/200").has("content"))
                        .map(it -> it.getKey().substring("delete ".length()))
                        .toList();

        assertThat(paths).contains("/api/v1/webhooks/{id}").hasSizeGreaterThan(1);
        Caller admin = Caller.staff(hub, "admin");
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : paths) {
                HttpRequest request =
                        admin.request(path.replaceAll("\\{\\w+}", UUID.randomUUID().toString()))
                                .header("Accept", "application/problem+json")
                                .DELETE()
                                .build();
                assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> login(String header, String value, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub("/api/v1/login"))
                        .header("Content-Type", "application/json")
                        .setHeader(header, value)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
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

    private static void get(Described document, String path, String query, Caller who) {
        check(document, path, "get", who.get(path + query));
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
}
