package io.serai.reload;

import static io.serai.reload.Hub.answering;
import static io.serai.reload.Hub.soon;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

class LiveKameletsTest {

    private static final String GREET = "connectors/greet-action.kamelet.yaml";

    @TempDir Path home;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new Hub(home);
        hub.save(GREET, greeting("Hello"));
        hub.save("routes/a.camel.yaml", using("a"));
        hub.save("routes/b.camel.yaml", using("b"));
        hub.save("routes/c.camel.yaml", answering("c", "plain"));
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void eachUseHasItsOwnRouteNamedAfterItsOwner() {
        assertThat(hub.ask("a")).isEqualTo("Hello you");
        assertThat(hub.camel().getRoutes())
                .extracting(Route::getRouteId)
                .containsExactlyInAnyOrder("a", "b", "c", "a.greet-action", "b.greet-action");
    }

    @Test
    void anEditedKameletSwapsTheRoutesThatUseItAndLeavesNothingBehind() throws Exception {
        Route plain = hub.camel().getRoute("c");

        hub.save(GREET, greeting("Welcome"));

        soon(() -> hub.ask("a").equals("Welcome you") && hub.ask("b").equals("Welcome you"));
        assertThat(hub.camel().getRoutes()).hasSize(5);
        assertThat(hub.camel().getRoute("c")).isSameAs(plain);
    }

    @Test
    void anEditedUserKeepsTheOtherUsersKamelet() throws Exception {
        hub.save("routes/a.camel.yaml", using("a").replace("name: you", "name: all"));

        soon(() -> hub.ask("a").equals("Hello all"));
        assertThat(hub.ask("b")).isEqualTo("Hello you");
        assertThat(hub.camel().getRoutes()).hasSize(5);
    }

    @Test
    void aBadKameletIsRefusedInItsOwnFileAndTheOldOneGoesOn() throws Exception {
        hub.save(
                GREET,
                greeting("Hello").replace("- setBody:", "- to: nowhere:x\n        - setBody:"));

        soon(() -> !hub.refused().isEmpty());

        assertThat(hub.refused()).singleElement().asString().startsWith(GREET + ":24 ");
        assertThat(hub.ask("a")).isEqualTo("Hello you");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [name] | [name, nmae] | 12 "nmae" is required, but is none of the properties.
                    type: string | type: integer\\n        default: many | 18 The default of "name" cannot be many: it must match -?[0-9]+.
                    type: string | enum: [a]\\n        default: c | 18 The default of "name" cannot be c: it must match a.
                    type: string | pattern: "[0-9" | 17 The pattern of "name" is none: Unclosed character class.
                    """)
    void whatCannotBeIsRefusedInTheKameletAndTheOldOneGoesOn(String was, String is, String said)
            throws Exception {
        hub.save(GREET, greeting("Welcome").replace(was, is.translateEscapes()));

        soon(() -> !hub.refused().isEmpty());

        assertThat(hub.refused()).containsExactly(GREET + ":" + said);
        assertThat(hub.ask("a")).isEqualTo("Hello you");
    }

    @Test
    void aMisspeltPlaceholderIsToldWithItsLineInTheKamelet() throws Exception {
        hub.delete("routes/b.camel.yaml");
        hub.save(GREET, greeting("Welcome").replace("{{name}}", "{{nmae}}"));

        soon(() -> !hub.refused().isEmpty());

        assertThat(hub.refused())
                .singleElement()
                .asString()
                .startsWith(GREET + ":25 Property with key [nmae] not found");
        assertThat(hub.ask("a")).isEqualTo("Hello you");
    }

    /** Making it would never end, and no other edit would go live. */
    @Test
    void aKameletThatUsesItselfIsRefusedAndOtherEditsGoLive() throws Exception {
        hub.save(
                GREET,
                greeting("Hello")
                        .replace("- setBody:", "- to: kamelet:greet-action\n        - setBody:"));
        hub.save("routes/c.camel.yaml", answering("c", "edited"));

        soon(() -> hub.ask("c").equals("edited") && !hub.refused().isEmpty());

        assertThat(hub.refused())
                .containsExactly(
                        GREET + ":24 The Kamelet \"greet-action\" would use itself without end.");
        assertThat(hub.ask("a")).isEqualTo("Hello you");
    }

    @Test
    void aKameletInUseIsNotDeleted() throws Exception {
        hub.delete(GREET);

        soon(() -> !hub.refused().isEmpty());

        assertThat(hub.refused()).singleElement().asString().startsWith(GREET + " It was deleted");
        assertThat(hub.ask("a")).isEqualTo("Hello you");
    }

    @Test
    void aRouteThatWaitsForAKameletGoesLiveWithIt() throws Exception {
        hub.save("routes/d.camel.yaml", using("d").replace("greet-action", "late-action"));
        soon(() -> !hub.refused().isEmpty());

        hub.save(
                "connectors/late-action.kamelet.yaml",
                greeting("Late").replace("greet-action", "late-action"));

        soon(() -> hub.ask("d").equals("Late you") && hub.refused().isEmpty());
    }

    private static String using(String id) {
        return answering(id, "x")
                .replace(
                        "setBody:\n            constant: x",
                        "to:\n"
                                + "            uri: kamelet:greet-action\n"
                                + "            parameters:\n"
                                + "              name: you");
    }

    private static String greeting(String word) {
        return """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata:
          name: greet-action
          labels:
            camel.apache.org/kamelet.type: action
        spec:
          definition:
            title: Greet Action
            description: Greets.
            type: object
            required: [name]
            properties:
              name:
                title: Name
                description: Whom to greet.
                type: string
          template:
            from:
              uri: kamelet:source
              steps:
                # what it says
                - log: greeting
                - setBody:
                    simple: "%s {{name}}"
        """
                .formatted(word);
    }
}
