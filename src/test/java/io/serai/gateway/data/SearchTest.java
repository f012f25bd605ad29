package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/** What is made of the answers of a search engine; {@code OpenSearchTest} asks a real one. */
class SearchTest {

    private static final String HITS =
            """
            {"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},\
            "hits":{"max_score":1.0,"hits":[{"_index":"products","_id":"1","_score":1.0,\
            "_source":{"sku":"T1","title":"茶壶"}}]}}\
            """;

    private FakeSystem engine;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        engine = new FakeSystem();
        engine.answers(request -> Reply.json(200, HITS));
        hub =
                new Hub(
                        "routes/systems/catalog.camel.yaml",
                        Map.of(
                                "serai.systems.catalog.url", engine.url(),
                                "serai.systems.catalog.auth", "api-key",
                                "serai.systems.catalog.api-key-header", "Authorization",
                                "serai.systems.catalog.api-key", "ApiKey s3cret"));
    }

    @AfterEach
    void stop() {
        hub.close();
        engine.close();
    }

    @Test
    void theSearchIsFixedAndTheWordsAreAValueInIt() throws Exception {
        String words = "茶\" } }, \"size\": 10000, \"x\": { \"*";

        Answer found = hub.ask("direct:system.catalog.search", words);

        assertThat(found.data()).hasToString("[{\"sku\":\"T1\",\"title\":\"茶壶\"}]");
        FakeSystem.Asked asked = engine.asked.getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.uri()).isEqualTo("/products/_search?allow_partial_search_results=false");
        assertThat(asked.headers()).containsEntry("Authorization", "ApiKey s3cret");
        assertThat(Json.MAPPER.readTree(asked.body()))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"query":{"match":{"title":%s}},"_source":["sku","title","price","url"],
                                 "size":5,"timeout":"2000ms","track_total_hits":false}\
                                """
                                        .formatted(Json.MAPPER.writeValueAsString(words))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | {"timed_out":true,"_shards":{"failed":0},"hits":{"hits":[]}}             | no answer in time | 3
                    200 | {"timed_out":false,"_shards":{"total":2,"failed":1},"hits":{"hits":[]}} | only a part of it answered | 3
                    503 | {"error":{"type":"search_phase_execution_exception"},"status":503}      | it is out of order (HTTP 503) | 3
                    429 | {"error":{"type":"es_rejected_execution_exception"},"status":429}       | it is out of order (HTTP 429) | 3
                    404 | {"error":{"type":"index_not_found_exception"},"status":404}             | it has no such index | 1
                    400 | {"error":{"type":"parsing_exception"},"status":400}                     | it refuses the request (HTTP 400) | 1
                    401 | {"error":{"type":"security_exception"},"status":401}                    | it refuses the hub's credentials (HTTP 401) | 1
                    200 | {"error":"no hits at all"}                                              | its answer has no hits | 1
                    """)
    void halfAnAnswerIsNone(int status, String answer, String error, int calls) {
        engine.answers(request -> Reply.json(status, answer));

        Answer found = hub.ask("direct:system.catalog.search", "x");

        assertThat(found.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(found.error()).isEqualTo(error);
        assertThat(engine.asked).as("calls").hasSizeLessThanOrEqualTo(calls);
    }

    @Test
    void anEngineThatAsksToBeLeftAloneIsAskedOnce() {
        engine.answers(request -> Reply.json(429, "{}").with("Retry-After", "30"));

        Answer found = hub.ask("direct:system.catalog.search", "x");

        assertThat(found.error()).isEqualTo("it asks to be left alone for 30 s");
        assertThat(engine.asked).hasSize(1);
    }

    @Test
    void aSearchThatWouldReadAValueAsALanguageIsRefusedWhenTheRouteIsMade() {
        for (String search :
                List.of(
                        "{\"query\": {\"query_string\": {\"query\": \":?key\"} } }",
                        "{\"query\": {\"wildcard\": {\"title\": \":?key\"} } }",
                        "{\"query\": {\"simple_query_string\": {\"query\": \":?key\"} } }",
                        "{\"aggs\": {\"a\": {\"scripted_metric\": {\"map_script\": \":?key\"} } }"
                                + " }",
                        "{\"query\": {\"script\": {\"source\": \":?key\"} } }",
                        "[]")) {
            assertThatThrownBy(() -> route(search))
                    .rootCause()
                    .hasMessageStartingWith("The template");
        }
    }

    private void route(String search) throws Exception {
        hub.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:refused")
                                .to(
                                        "kamelet:elasticsearch-system-action?system=catalog&url=http://127.0.0.1:1&index=a&search=RAW("
                                                + search
                                                + ")");
                    }
                });
    }
}
