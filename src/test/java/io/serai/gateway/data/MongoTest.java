package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

import io.serai.gateway.Answer;
import io.serai.gateway.Hub;
import io.serai.gateway.Reasons;

import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What customers looked at, asked of a server that speaks MongoDB's protocol (mongo-java-server; no
 * MongoDB itself is to be had from Maven Central).
 */
class MongoTest {

    private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");

    private MongoServer server;
    private MongoClient client;
    private Hub hub;
    private int routes;

    @BeforeEach
    void start() throws Exception {
        server = new MongoServer(new MemoryBackend());
        server.bind();
        client = MongoClients.create(server.getConnectionString());
        client.getDatabase("shop")
                .getCollection("visits")
                .insertMany(
                        List.of(
                                visit("C1", AT.minusSeconds(60), "茶壶"),
                                visit("C1", AT, "茶杯"),
                                visit("C2", AT, "hat"),
                                visit("{\"$gt\":\"\"}", AT, "odd")));
        hub = hub(server.getConnectionString() + "/shop");
    }

    private static Document visit(String customer, Instant at, String title) {
        return new Document("customer", customer)
                .append("at", Date.from(at))
                .append("url", "/p/1")
                .append("title", title);
    }

    private static Hub hub(String url) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.visits.url", url);
        return new Hub("routes/systems/visits.camel.yaml", settings);
    }

    @AfterEach
    void stop() {
        hub.close();
        client.close();
        server.shutdownNow();
    }

    private JsonNode ask(String options, Object body) throws Exception {
        String asks = "direct:ask" + ++routes;
        hub.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(asks)
                                .to(
                                        "kamelet:mongodb-system-action?system=visits&database=shop&"
                                                + options);
                    }
                });
        return asked(asks, body);
    }

    private JsonNode asked(String call, Object body) {
        return hub.ask(call, body, JsonNode.class);
    }

    private static String reason(ThrowingCallable ask) {
        return Reasons.of(catchThrowable(ask));
    }

    @Test
    void whatACustomerLookedAtComesNewestFirst() {
        Answer visits = hub.ask("direct:system.visits.by-customer", "C1");
        Answer none = hub.ask("direct:system.visits.by-customer", "C9");

        assertThat(visits.error()).isNull();
        assertThat(visits.data())
                .hasToString(
                        """
                        [{"at":"2026-11-21T08:00:00Z","url":"/p/1","title":"茶杯"},\
                        {"at":"2026-11-21T07:59:00Z","url":"/p/1","title":"茶壶"}]\
                        """);
        assertThat(none.data()).isEmpty();
    }

    @Test
    void manyCustomersCostOneQuery() {
        Map<?, ?> many =
                hub.ask(
                        "direct:system.visits.by-customers",
                        Map.of("keys", List.of("C1", "C2", "C9")),
                        Map.class);

        assertThat(((Answer) many.get("C1")).data()).hasSize(2);
        assertThat(((Answer) many.get("C2")).data()).hasSize(1);
        assertThat(((Answer) many.get("C9")).data()).isEmpty();
    }

    @Test
    void whatACustomerWritesIsAStringAndNeverAnOperator() throws Exception {
        String find = "collection=visits&filter=RAW({\"customer\": \":?key\"})";

        JsonNode odd = ask(find, "{\"$gt\":\"\"}");

        assertThat(odd).hasSize(1);
        assertThat(odd.get(0).path("title").asText()).isEqualTo("odd");
        assertThat(reason(() -> asked("direct:ask1", Map.of("key", Map.of("$gt", "")))))
                .isEqualTo("key is not a single value");
    }

    @Test
    void aFilterThatRunsCodeIsRefusedWhenTheRouteIsMade() {
        for (String filter :
                List.of(
                        "{\"$where\": \":?key\"}",
                        "{\"$expr\": {\"$function\": \":?key\"} }",
                        "{\"a\": {\"$regularExpression\": {\"pattern\": \":?key\", \"options\":"
                                + " \"\"} } }",
                        "{\"a\": {\"$regex\": \":?key\"} }",
                        "{\"a\": {\"$not\": {\"$regex\": \"^(a+)+$\"} } }",
                        "{\"$text\": {\"$search\": \":?key\", \"$where\": \"1\"} }",
                        "{\"a\"")) {
            assertThatThrownBy(() -> ask("collection=visits&filter=RAW(" + filter + ")", "x"))
                    .rootCause()
                    .hasMessageStartingWith("The template is not");
        }
    }

    @Test
    void whatHasNoFormInJsonHasOneAgreed() throws Exception {
        ObjectId id = new ObjectId();
        client.getDatabase("shop")
                .getCollection("odd")
                .insertOne(
                        new Document("_id", id)
                                .append("price", new Decimal128(new BigDecimal("12.30")))
                                .append("zero", Decimal128.NEGATIVE_ZERO)
                                .append("none", Decimal128.NaN)
                                .append("long", 9007199254740993L)
                                .append("list", List.of(1, new Document("a", null))));

        JsonNode odd = ask("collection=odd&outcome=one&filter=RAW({})", "x");

        assertThat(odd)
                .hasToString(
                        """
                        {"_id":"%s","price":12.30,"zero":0,"none":"NaN","long":"9007199254740993","list":[1,{"a":null}]}\
                        """
                                .formatted(id));
    }

    @Test
    void anAnswerThatIsTooLongIsABreachAlsoIfItIsAllNumbers() {
        client.getDatabase("shop")
                .getCollection("long")
                .insertOne(new Document("all", Collections.nCopies(300_000, 1_000_000)));

        assertThat(reason(() -> ask("collection=long&filter=RAW({})", "x")))
                .isEqualTo("its answer is longer than 2 MiB");
    }

    @Test
    void moreThanOneIsABreachWhereOneIsAskedForAndTheLimitIsKept() throws Exception {
        assertThat(ask("collection=visits&limit=2&filter=RAW({})", "x")).hasSize(2);
        assertThat(reason(() -> ask("collection=visits&outcome=one&filter=RAW({})", "x")))
                .isEqualTo("its answer has more than one, where one was asked for");
    }

    @Test
    void noHeaderOfTheCallerReachesTheQuery() {
        JsonNode visits =
                hub.camel
                        .createFluentProducerTemplate()
                        .to("direct:system.visits.by-customer.call")
                        .withHeader("CamelMongoDbOperation", "remove")
                        .withHeader("CamelMongoDbDatabase", "other")
                        .withHeader("CamelMongoDbCollection", "other")
                        .withHeader("CamelMongoDbCriteria", new Document())
                        .withHeader("CamelMongoDbNumToSkip", 1)
                        .withBody("C1")
                        .request(JsonNode.class);

        assertThat(visits).hasSize(2);
    }

    @Test
    void aServerThatIsNotThereIsSaidSoAndTheHubStartsAllTheSame() throws Exception {
        hub.close();
        hub = hub("mongodb://127.0.0.1:1/shop");

        Answer answer = hub.ask("direct:system.visits.by-customer", "C1");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("it cannot be reached");
    }

    @Test
    void nothingIsMadeForASystemThatIsNotConnected() throws Exception {
        hub.close();
        hub = hub("mongodb://visits.invalid/shop");

        Answer answer = hub.ask("direct:system.visits.by-customer", "C1");

        assertThat(answer.error()).isEqualTo("not connected: serai.systems.visits.url is not set");
        assertThat(hub.camel.getRoute("system-visits-by-customer-call")).isNull();
    }
}
