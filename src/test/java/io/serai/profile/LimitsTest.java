package io.serai.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a query must not cost. Nobody is asked anything for one that is refused. */
@ExtendWith(OutputCaptureExtension.class)
class LimitsTest {

    private FiveSystems systems;
    private Hub hub;
    private Asking profile;

    @BeforeEach
    void start() throws Exception {
        systems = new FiveSystems();
        hub = new Hub(FiveSystems.ROUTES, systems.settings());
        profile = new Asking(hub.camel, Map.of(), Clock.systemUTC()).shipped();
    }

    @AfterEach
    void stop() {
        profile.close();
        hub.close();
        systems.close();
    }

    @ParameterizedTest
    @CsvSource({
        "alias-flood, GRAPHQL_PARSE_FAILED",
        "field-duplication, GRAPHQL_PARSE_FAILED",
        "directive-flood, GRAPHQL_PARSE_FAILED",
        "fragment-cycle, GRAPHQL_VALIDATION_FAILED",
        "introspection, FORBIDDEN",
        "depth-bomb, GRAPHQL_VALIDATION_FAILED",
    })
    void aKnownAbuseIsRefused(String name, String code) throws Exception {
        JsonNode answer = profile.ask(abuse(name).path("query").asText());

        assertThat(answer.at("/errors/0/extensions/code").asText())
                .as(answer.at("/errors/0/message").asText())
                .isEqualTo(code);
        assertThat(answer.has("data")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query($n: Int = \"13812345678\") {__typename}",
                "{customer \"13812345678\"}",
                "{customer(code: \"C1\") {no13812345678}}"
            })
    void theLogSaysWhereAQueryIsWrongAndNothingOfWhatItAskedFor(
            String query, CapturedOutput output) {
        profile.ask(query);

        assertThat(output)
                .containsPattern(
                        "A query was refused: GRAPHQL_[A-Z]+_FAILED at line 1, column \\d+")
                .doesNotContain("13812345678");
    }

    @Test
    void aListOfTooManyCustomersIsRefused() {
        List<String> codes = IntStream.range(0, 101).mapToObj(String::valueOf).toList();

        JsonNode answer =
                profile.ask(
                        "query($c: [ID!]!) {customers(codes: $c) {basicInfo {name}}}",
                        Map.of("c", codes));

        assertThat(answer.at("/errors/0/message").asText())
                .isEqualTo("customers(codes:) has 101 elements, at most 100");
        assertThat(systems.crm.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "51", "1000000"})
    void aLimitOutOfBoundsIsRefused(int limit) {
        JsonNode answer =
                profile.ask(
                        "query($l: Int) {customer(code: \"C1\") {recentOrders(limit: $l)"
                                + " {orderNo}}}",
                        Map.of("l", limit));

        assertThat(answer.at("/errors/0/message").asText())
                .isEqualTo("recentOrders(limit:) must be 1 to 50");
    }

    @Test
    void aLimitOfNullCountsAsTheLargest() {
        String codes =
                IntStream.range(0, 100)
                        .mapToObj("\"C%d\""::formatted)
                        .collect(Collectors.joining(","));

        JsonNode answer =
                profile.ask(
                        "{customers(codes: [%s]) {recentOrders(limit: null) {lines {sku name} total {amount}}}}"
                                .formatted(codes));

        assertThat(answer.at("/errors/0/message").asText())
                .startsWith("The answer could hold 165100 values, at most 20000");
    }

    @Test
    void whatIsNestedTooDeepIsRefusedBeforeItIsLookedAtCloser() {
        JsonNode answer = profile.ask("{a".repeat(11) + "}".repeat(11));

        assertThat(answer.at("/errors/0/message").asText())
                .isEqualTo("The query has 11 fields within fields, at most 10");
    }

    @Test
    void moreThanThirtyFieldsAtTheTopAreRefused() {
        String fields =
                IntStream.range(0, 29)
                        .mapToObj("a%d: __typename "::formatted)
                        .collect(Collectors.joining());

        JsonNode taken = profile.ask("{" + fields + "...F} fragment F on Query {x: __typename}");
        JsonNode refused =
                profile.ask(
                        "{" + fields + "...F} fragment F on Query {x: __typename y: __typename}");

        assertThat(taken.path("data")).hasSize(30);
        assertThat(refused.at("/errors/0/message").asText())
                .isEqualTo("The query has 31 fields at the top, at most 30");
    }

    @Test
    void moreThanThirtyAliasesAreRefusedWhereverTheyAre() {
        String aliases =
                IntStream.rangeClosed(1, 29)
                        .mapToObj("a%d: recentOrders(limit: %<d) {orderNo} "::formatted)
                        .collect(Collectors.joining());
        String query =
                "{customer(code: \"C1\") {%s ...on Customer {b: code} ...F}} fragment F on Customer"
                        + " {%s}";

        JsonNode taken = profile.ask(query.formatted(aliases, "code"));
        JsonNode refused = profile.ask(query.formatted(aliases, "c: code"));

        assertThat(taken.at("/data/customer")).hasSize(31);
        assertThat(refused.at("/errors/0/message").asText())
                .isEqualTo("The query has 31 aliases, at most 30");
    }

    @Test
    void moreThanFiftyDirectivesAreRefused() {
        JsonNode answer = profile.ask("{__typename" + "@include(if:true)".repeat(51) + "}");

        assertThat(answer.at("/errors/0/message").asText())
                .isEqualTo("The query has 51 directives, at most 50");
    }

    @Test
    void anAnswerOfTooManyValuesIsRefused() {
        String codes =
                IntStream.range(0, 100)
                        .mapToObj("\"C%d\""::formatted)
                        .collect(Collectors.joining(","));

        JsonNode answer =
                profile.ask(
                        "{customers(codes: [%s]) {recentOrders(limit: 50) {lines {sku name} total {amount}}}}"
                                .formatted(codes));

        assertThat(answer.at("/errors/0/message").asText())
                .isEqualTo(
                        "The answer could hold 165100 values, at most 20000: ask for fewer"
                                + " customers, fields, or a smaller limit");
    }

    @Test
    void fragmentsThatUseEachOtherTwiceAreCountedInNoTime() {
        String bomb =
                IntStream.range(0, 40)
                        .mapToObj(
                                at ->
                                        "fragment F%d on Customer {...F%d ...F%d}"
                                                .formatted(at, at + 1, at + 1))
                        .collect(Collectors.joining(" "));

        JsonNode answer =
                profile.ask(
                        "{customer(code: \"C1\") {...F0}} %s fragment F40 on Customer {recentOrders(limit: 1) {orderNo}}"
                                .formatted(bomb));

        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("QUERY_TOO_COMPLEX");
        assertThat(systems.orders.asked).isEmpty();
    }

    @Test
    void aQueryIsKnownByItsHashOnceItWasSent() throws Exception {
        JsonNode apq = vectors().path("apq");
        String hash = apq.path("sha256").asText();
        Request bare = new Request(null, null, Map.of(), hash);

        Reply unknown = profile.profile.answer(bare, true, Asking.AGENT);
        Reply sent =
                profile.profile.answer(
                        new Request(apq.path("query").asText(), null, Map.of(), hash),
                        false,
                        Asking.AGENT);
        Reply known = profile.profile.answer(bare, true, Asking.AGENT);

        assertThat(Asking.json(unknown)).isEqualTo(apq.path("missResponse"));
        assertThat(Asking.json(sent).at("/data/__typename").asText()).isEqualTo("Query");
        assertThat(Asking.json(known)).isEqualTo(Asking.json(sent));
    }

    @Test
    void aQueryUnderAnotherOnesHashIsRefused() throws Exception {
        String hash = vectors().at("/apq/sha256").asText();

        Reply sent =
                profile.profile.answer(
                        new Request("{order(orderNo: \"1\") {status}}", null, Map.of(), hash),
                        false,
                        Asking.AGENT);

        assertThat(sent.kind()).isEqualTo(Reply.Kind.REFUSED);
        assertThat(
                        profile.profile
                                .answer(new Request(null, null, Map.of(), hash), true, Asking.AGENT)
                                .kind())
                .isEqualTo(Reply.Kind.UNKNOWN_HASH);
    }

    private static JsonNode abuse(String name) throws Exception {
        return vectors()
                .path("abuse")
                .valueStream()
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode vectors() throws Exception {
        return Json.MAPPER.readTree(
                Files.readString(Path.of("src/test/resources/vectors/graphql-over-http.json")));
    }
}
