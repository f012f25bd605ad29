package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.reload.BadFileException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Persisted queries and partial data. */
class GraphqlOptionsTest {

    private static final String ASK = "direct:system.graph.customer";
    private static final String FOUND = "{\"data\":{\"customer\":{\"code\":\"C1\"}}}";
    private static final String NOT_FOUND =
            "{\"errors\":[{\"message\":\"PersistedQueryNotFound\","
                    + "\"extensions\":{\"code\":\"PERSISTED_QUERY_NOT_FOUND\"}}]}";

    private final Set<String> persisted = ConcurrentHashMap.newKeySet();
    private FakeSystem graph;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        graph = new FakeSystem();
        hub =
                new Hub(
                        "src/test/resources/gateway/graph.camel.yaml",
                        Map.of("serai.systems.graph.url", graph.url() + "/graphql"));
    }

    @AfterEach
    void stop() {
        hub.close();
        graph.close();
    }

    /** Keeps the queries it is given, if they are what their hash says. */
    private Reply persisting(Asked request) {
        JsonNode body = Json.read(request.body(), JsonNode.class);
        String hash = body.at("/extensions/persistedQuery/sha256Hash").asText();
        if (body.has("query")) {
            assertThat(sha256(body.path("query").asText())).isEqualTo(hash);
            persisted.add(hash);
        }
        return Reply.json(200, persisted.contains(hash) ? FOUND : NOT_FOUND);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSystemThatAsksToBeLeftAloneIsAskedOnce() {
        graph.answers(request -> Reply.json(503, "{}").with("Retry-After", "30"));

        Answer answer = hub.ask(ASK, "C1");

        assertThat(answer.error()).isEqualTo("it asks to be left alone for 30 s");
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void aQueryIsSentOnceAndFromThenOnItsHash() throws Exception {
        graph.answers(this::persisting);

        Answer first = hub.ask(ASK, Map.of("user", "u1"));
        Answer second = hub.ask(ASK, Map.of("user", "u2"));

        assertThat(first.error()).isNull();
        assertThat(second.data()).hasToString("{\"code\":\"C1\"}");
        assertThat(graph.asked)
                .extracting(request -> request.body().contains("\"query\""))
                .as("by hash, whole, by hash")
                .containsExactly(false, true, false);
        assertThat(graph.asked.getLast().body())
                .contains("\"user\":\"u2\"")
                .contains(sha256(Files.readString(Path.of("config/crm/customer.graphql"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[{\"message\":\"PersistedQueryNotFound\"}]}",
                "{\"errors\":[{\"message\":\"PersistedQueryNotSupported\"}]}",
                "{\"errors\":[{\"message\":\"PersistedQueryNotFound\",\"extensions\":{\"code\":\"HC0020\"}}]}"
            })
    void aSystemMaySayByItsMessageAloneThatItDoesNotHaveAQuery(String unknown) {
        graph.answers(
                request -> Reply.json(200, request.body().contains("\"query\"") ? FOUND : unknown));

        Answer answer = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(answer.error()).isNull();
        assertThat(answer.data()).hasToString("{\"code\":\"C1\"}");
    }

    @Test
    void aSystemThatIsDownIsSaidToBeSoWhereQueriesAreKept() {
        graph.answers(request -> Reply.of(502, "text/html", "<html>Bad Gateway</html>"));

        Answer answer = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(answer.error()).isEqualTo("it is out of order (HTTP 502)");
        assertThat(graph.asked).as("it may pass").hasSize(3);
    }

    @Test
    void aSystemThatNeverKeepsQueriesIsNotAskedForEver() {
        graph.answers(request -> Reply.json(200, NOT_FOUND));

        Answer answer = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(answer.error()).isEqualTo("it refuses the query (PERSISTED_QUERY_NOT_FOUND)");
        assertThat(graph.asked).hasSize(2);
    }

    @Test
    void halfAnAnswerSaysThatItIsAndIsSoonAskedForAgain() {
        graph.answers(
                request ->
                        Reply.json(
                                200,
                                "{\"data\":{\"customer\":{\"code\":\"C1\",\"level\":null}},\"errors\":"
                                    + "[{\"message\":\"x\",\"extensions\":{\"code\":\"LEVELS_DOWN\"}}]}"));

        Answer half = hub.ask(ASK, Map.of("user", "u1"));
        Answer again = hub.ask(ASK, Map.of("user", "u1"));
        hub.clock.advance(Duration.ofSeconds(6));
        graph.answers(request -> Reply.json(200, FOUND));
        Answer whole = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(half.data()).hasToString("{\"code\":\"C1\",\"level\":null}");
        assertThat(half.error()).isEqualTo("a part of it could not be had (LEVELS_DOWN)");
        assertThat(again.state()).isEqualTo(Answer.State.CACHED);
        assertThat(again.error()).isEqualTo(half.error());
        assertThat(whole.error()).isNull();
    }

    @Test
    void halfAnAnswerForManySaysSoForEach() {
        graph.answers(
                request ->
                        Reply.json(
                                200,
                                "{\"data\":{\"customers\":[{\"code\":\"C1\"},null]},\"errors\":"
                                    + "[{\"message\":\"x\",\"extensions\":{\"code\":\"LEVELS_DOWN\"}}]}"));

        Answer half = askedForMany("C1");
        Answer missing = askedForMany("C2");
        hub.clock.advance(Duration.ofSeconds(6));
        graph.answers(request -> Reply.json(200, "{\"data\":{\"customers\":[{\"code\":\"C1\"}]}}"));
        Answer whole = askedForMany("C1");

        assertThat(half.data()).hasToString("{\"code\":\"C1\"}");
        assertThat(half.error()).isEqualTo("a part of it could not be had (LEVELS_DOWN)");
        assertThat(missing.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(missing.error()).isEqualTo(half.error());
        assertThat(whole.state()).isEqualTo(Answer.State.FRESH);
        assertThat(whole.error()).isNull();
    }

    private Answer askedForMany(String code) {
        return (Answer)
                hub.ask(
                                "direct:system.graph.by-customers",
                                Map.of("keys", List.of(code)),
                                Map.class)
                        .get(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void errorsOfWhichThereAreNoneAreNone(String errors) {
        graph.answers(
                request ->
                        Reply.json(200, FOUND.replaceFirst("\\{", "{\"errors\":" + errors + ",")));

        Answer answer = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(answer.data()).hasToString("{\"code\":\"C1\"}");
        assertThat(answer.error()).isNull();
    }

    @Test
    void aQueryThatIsNoGraphqlIsRefusedWithItsLineAndTheLastGoodOneIsAsked() throws Exception {
        Path file = Path.of("crm/customer.graphql");
        graph.answers(this::persisting);
        hub.queries.apply(Map.of(file, "query Customer { customer { code } }"));

        BadFileException refusal =
                catchThrowableOfType(
                        BadFileException.class,
                        () -> hub.queries.apply(Map.of(file, "query Customer {\n  customer((\n}")));
        hub.ask(ASK, Map.of("user", "u1"));

        assertThat(refusal).hasMessageStartingWith("Not GraphQL: ");
        assertThat(refusal.file()).isEqualTo(file);
        assertThat(refusal.line()).isEqualTo(2);
        assertThat(graph.asked.getLast().body()).contains("query Customer { customer { code } }");
    }

    @Test
    void aQueryWithoutTheOperationIsNotAsked() throws Exception {
        hub.queries.apply(Map.of(Path.of("crm/customer.graphql"), "query Other { other }"));

        Answer answer = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(answer.error())
                .isEqualTo("file:config/crm/customer.graphql has no operation Customer");
        assertThat(graph.asked).isEmpty();
    }

    @Test
    void aQueryThatIsNotThereIsSaidToBe() throws Exception {
        hub.loadText(
                "lost.camel.yaml",
                Files.readString(Path.of("src/test/resources/gateway/graph.camel.yaml"))
                        .replace("crm/customer.graphql", "crm/lost.graphql"));

        Answer answer = hub.ask(ASK, Map.of("user", "u1"));

        assertThat(answer.error())
                .isEqualTo("the query file:config/crm/lost.graphql cannot be read");
    }
}
