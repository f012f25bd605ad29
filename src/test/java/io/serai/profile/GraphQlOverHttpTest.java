package io.serai.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The hub as it runs, against its sandbox. */
@Beside
class GraphQlOverHttpTest {

    private static final String RESPONSE = "application/graphql-response+json";
    private static final Path AUDIT = Path.of("src/test/graphql-audit");

    @TempDir private static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static HubProcess hub;
    private static Path schema;
    private static Caller agent;
    private static Caller integrator;

    @BeforeAll
    static void start() throws Exception {
        schema = Files.createDirectories(folder.resolve("config")).resolve("customer.graphqls");
        Files.copy(Path.of("config/customer.graphqls"), schema);
        List<String> settings = new ArrayList<>();
        settings.add("serai.profile.schema=" + schema);
        settings.add("serai.profile.timeout=60s"); // what is asked first, of a cold hub, takes long
        for (String system : List.of("crm", "orders", "tickets", "browsing", "tracking")) {
            settings.add("serai.systems." + system + ".patience=50s");
            settings.add("serai.systems." + system + ".timeout=40000");
            settings.add("serai.systems." + system + ".connect-timeout=20000");
        }
        hub = new HubProcess(folder, settings.toArray(String[]::new)).start();
        agent = Caller.staff(hub, "agent1");
        integrator = Caller.staff(hub, "integrator");
    }

    @AfterAll
    static void stop() {
        hub.close();
        HTTP.close();
    }

    @Test
    void aSandboxCustomerIsAnsweredByFiveSystems() throws Exception {
        HttpResponse<String> reply =
                post(
                        agent,
                        "{customers(codes: [\"C000123\", \"C000456\"]) {code basicInfo {name}"
                            + " recentOrders(limit: 1) {orderNo} serviceTickets(status: \"open\")"
                            + " {id} hubTickets {number} browsingHistory(limit: 1) {title}"
                            + " shipments {trackingNo event {description}}}}");

        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode answer = Json.MAPPER.readTree(reply.body());
        assertThat(answer.path("errors").isMissingNode()).as(reply.body()).isTrue();
        assertThat(answer.at("/data/customers/0").toString())
                .isEqualTo(
                        """
                        {"code":"C000123","basicInfo":{"name":"张三"},\
                        "recentOrders":[{"orderNo":"E20251111000124"}],\
                        "serviceTickets":[{"id":"T-2025-0042"}],"hubTickets":[],\
                        "browsingHistory":[{"title":"保温杯 350ml 白"}],\
                        "shipments":[{"trackingNo":"SF1234567890","event":[{"description":"已揽收"},\
                        {"description":"运输中"}]},{"trackingNo":"YT7788990011223","event":[\
                        {"description":"已揽收"},{"description":"已签收：前台"}]}]}\
                        """);
        assertThat(answer.at("/data/customers/1/recentOrders/0/orderNo").asText())
                .isEqualTo("E20251112000777");
    }

    @Test
    void aStatusThatNoTicketCanHaveIsTheFaultOfWhoAsks() throws Exception {
        String query = "{customer(code: \"C000123\") {hubTickets(status: \"x\") {id}}}";

        JsonNode error = Json.MAPPER.readTree(post(agent, query).body()).at("/errors/0");

        assertThat(error.at("/extensions/code").asText()).isEqualTo("BAD_USER_INPUT");
        assertThat(error.path("message").asText()).contains("new, open, pending, solved, closed");
    }

    @Test
    void theAuditSuiteFindsNoMustThatFails() throws Exception {
        if (!Files.exists(AUDIT.resolve("node_modules/graphql-http"))) {
            run("npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
        }

        List<String> results = run("node", "audit.mjs").lines().toList();

        results.stream().filter(line -> !line.startsWith("ok")).forEach(GraphQlOverHttpTest::tell);
        assertThat(results).hasSizeGreaterThan(50);
        assertThat(results).noneMatch(line -> line.startsWith("error"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | application/json | application/json | {\"query\":\"{__typename}\"} | 200",
                "POST | application/json; charset=gbk | application/json |"
                        + " {\"query\":\"{__typename}\"} | 415",
                "POST | text/plain | application/json | {\"query\":\"{__typename}\"} | 415",
                "POST | application/x-www-form-urlencoded | */* | query=%7B__typename%7D | 415",
                "POST | application/json | text/html | {\"query\":\"{__typename}\"} | 406",
                "POST | application/json | application/json | [{\"query\":\"{__typename}\"}] | 400",
                "POST | application/json | application/json | {\"query\":[]} | 400",
                "POST | application/json | application/json | {\"query\" | 400",
                "POST | application/json | application/json | {\"query\":\"{\"} | 200",
                "POST | application/json | application/graphql-response+json | {\"query\":\"{\"} |"
                        + " 400",
                "POST | application/json | application/graphql-response+json |"
                        + " {\"query\":\"{nope}\"} | 400",
                "PUT | application/json | application/json | {\"query\":\"{__typename}\"} | 405",
            })
    void whatIsNoRequestIsRefusedAsTheDraftSays(
            String method, String type, String accept, String body, int status) throws Exception {
        HttpResponse<String> reply =
                HTTP.send(
                        agent.request("/graphql")
                                .header("Content-Type", type)
                                .header("Accept", accept)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    }

    @Test
    void whereABodyIsNoJsonIsSaid() throws Exception {
        String query = "{\"query\":\"{\n__typename}\"}";

        assertThat(agent.send("POST", "/graphql", query).body())
                .contains("The body is not JSON at line 1, column 12");
    }

    @Test
    void aBodyPastTheLimitIsNotRead() throws Exception {
        assertThat(post(agent, "{" + " ".repeat(101 * 1024) + "__typename}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void nobodyWithoutALoginIsAnswered() throws Exception {
        assertThat(post(Caller.holding(hub, "nobody"), "{__typename}").statusCode()).isEqualTo(401);
    }

    @Test
    void onlyIntegratorsMayAskAboutTheSchema() throws Exception {
        String query = "{__schema {queryType {name}}}";

        JsonNode refused = Json.MAPPER.readTree(post(agent, query).body());
        JsonNode answered = Json.MAPPER.readTree(post(integrator, query).body());

        assertThat(refused.at("/errors/0/extensions/code").asText()).isEqualTo("FORBIDDEN");
        assertThat(refused.has("data")).isFalse();
        assertThat(answered.at("/data/__schema/queryType/name").asText()).isEqualTo("Query");
    }

    @Test
    void aGetThatAnotherSitesPageCouldHaveMadeIsRefused() throws Exception {
        URI get = hub.hub("/graphql?query=%7B__typename%7D");
        HttpRequest.Builder byCookie =
                HttpRequest.newBuilder(get).header("Cookie", "serai-session=" + agent.token());

        assertThat(status(byCookie.copy())).isEqualTo(403);
        assertThat(status(byCookie.copy().header("GraphQL-Require-Preflight", "1"))).isEqualTo(200);
        assertThat(status(byCookie.copy().header("Sec-Fetch-Site", "same-origin"))).isEqualTo(200);
    }

    @Test
    void aGoodEditOfTheSchemaIsInForceAndABadOneIsNamedAndIsNot() throws Exception {
        String good = Files.readString(schema);
        try {
            Files.writeString(
                    schema, good.replace("type BasicInfo {", "type BasicInfo {\n  code: ID"));
            await().until(() -> post(agent, basicInfo()).body().contains("\"C000123\""));

            Files.writeString(schema, good.replace("by-customers\"", "by-nobody\""));
            await().until(() -> hub.log().contains("customer.graphqls:"));

            assertThat(hub.log())
                    .containsPattern(
                            "customer.graphqls:30: Customer.basicInfo is to be answered by"
                                    + " \"direct:system.crm.by-nobody\", but no route consumes it");
            assertThat(post(agent, basicInfo()).body()).contains("\"C000123\"");
        } finally {
            Files.writeString(schema, good);
        }
    }

    private static String basicInfo() {
        return "{customer(code: \"C000123\") {basicInfo {code}}}";
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static HttpResponse<String> post(Caller who, String query) throws Exception {
        return HTTP.send(
                who.request("/graphql")
                        .header("Accept", RESPONSE)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Json.write(Map.of("query", query))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(AUDIT.toFile()).redirectErrorStream(true);
        builder.environment().put("AUDIT_URL", hub.hub("/graphql").toString());
        builder.environment().put("AUDIT_TOKEN", integrator.token()); // some ask about the schema
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static void tell(String line) {
        System.Logger log = System.getLogger(GraphQlOverHttpTest.class.getName());
        log.log(System.Logger.Level.INFO, line);
    }
}
