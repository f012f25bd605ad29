package io.serai.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.reload.BadFileException;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class SchemaTest {

    private static final String GOOD =
            """
            type Query {
              thing(id: ID!): Thing @given(as: "id")
            }
            type Thing {
              id: ID!
              parts(size: Int): [String!] @route(uri: "direct:parts", key: "id")
              price: String @route(uri: "direct:price", key: "id")
            }
            """;

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Object> bodies = new CopyOnWriteArrayList<>();
    private Asking profile;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:parts")
                                .process(it -> bodies.add(it.getMessage().getBody()))
                                .setBody(constant("[\"a\",\"b\"]"));
                        from("direct:price")
                                .process(it -> bodies.add(it.getMessage().getBody()))
                                .setBody(constant("\"9.90\""));
                    }
                });
        camel.start();
        profile = new Asking(camel, Map.of(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        profile.close();
        camel.stop();
    }

    @Test
    void aRouteWithoutJavaAnswersOneByOne() throws Exception {
        profile.with(GOOD);

        assertThat(
                        profile.ask(
                                "{a: thing(id: \"1\") {parts(size: 2) price} b: thing(id: \"2\")"
                                        + " {price}}"))
                .hasToString(
                        "{\"data\":{\"a\":{\"parts\":[\"a\",\"b\"],\"price\":\"9.90\"},\"b\":{\"price\":\"9.90\"}}}");
        assertThat(bodies).containsExactlyInAnyOrder(Map.of("id", "1", "size", 2), "1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "direct:parts | direct:bits | 6 | Thing.parts is to be answered by \"direct:bits\","
                        + " but no route consumes it.",
                "direct:parts | http://evil | 6 | Thing.parts must have a uri such as"
                        + " direct:system.orders.by-customers, not \"http://evil\".",
                "direct:parts | direct:parts?x=y | 6 | Thing.parts must have a uri such as"
                        + " direct:system.orders.by-customers, not \"direct:parts?x=y\".",
                "price: String | price: String! | 7 | Thing.price must be nullable: a system that"
                        + " does not answer would cost more than its own field.",
                "key: \"id\") | key: \"code\") | 6 | Thing.parts is asked for by code, but Thing"
                        + " has no such field of its own.",
                "size: Int | keys: Int | 6 | Thing.parts can't have an argument keys: so the keys"
                        + " themselves are called.",
                "@given(as: \"id\") | | 2 | Query.thing is answered by nobody: give it a @route or"
                        + " @given.",
                "(id: ID!) | (id: [ID!]!) | 2 | Query.thing and its argument must both be lists, or"
                        + " neither.",
                "@given(as: \"id\") | @given(as: \"ID\") | 2 | Query.thing is made as ID, but Thing"
                        + " has no such field of its own.",
                "@given(as: \"id\") | @given(as: \"price\") | 2 | Query.thing is made as price, but"
                        + " Thing has no such field of its own.",
                "price: String | __price: String | 0 | \"__price\" in \"Thing\" must not begin with"
                        + " \"__\"",
                "id: ID!): | id: ID): | 2 | Query.thing is made of its argument, which must not be"
                        + " null: add a !.",
                "type Thing | type Mutation { x: Int } type Thing | 4 | Only queries are answered:"
                        + " take out Mutation",
                "type Thing | extend type Query { x: Int } type Thing | 4 | Write the fields into"
                        + " the type itself: take out extend",
                "price: String | price: Money | 7 | Thing.price uses the type Money, which is not"
                        + " there.",
                "type Thing { | type Thing {{ | 4 | Invalid syntax with offending token '{' at line"
                        + " 4 column 13",
                "@route(uri: \"direct:price\" | @rout(uri: \"direct:price\" | 7 | tried to use an"
                        + " undeclared directive 'rout'",
            })
    void aWrongFileIsRefusedWithItsLineAndTheOneBeforeStays(
            String text, String instead, int line, String message) throws Exception {
        profile.with(GOOD);
        Edition before = profile.schema.edition();
        String bad = GOOD.replace(text, instead == null ? "" : instead);

        assertThatThrownBy(() -> profile.with(bad))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        BadFileException.class,
                        failure -> {
                            assertThat(failure.file()).isEqualTo(Path.of("customer.graphqls"));
                            assertThat(failure.line()).isEqualTo(line);
                        });
        assertThat(profile.schema.edition()).isSameAs(before);
    }

    @Test
    void withoutAFileThereIsAnAnswerThatSaysSo() throws Exception {
        profile.schema.apply(Map.of());

        assertThat(profile.ask("{thing}").at("/errors/0/extensions/code").asText())
                .isEqualTo("SCHEMA_MISSING");
    }
}
