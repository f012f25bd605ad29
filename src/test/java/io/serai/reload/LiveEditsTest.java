package io.serai.reload;

import static io.serai.reload.Hub.answering;
import static io.serai.reload.Hub.serving;
import static io.serai.reload.Hub.soon;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.direct.DirectComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

@ExtendWith(OutputCaptureExtension.class)
class LiveEditsTest {

    @TempDir Path home;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new Hub(home);
        hub.save("routes/a.camel.yaml", answering("a", "one"));
        hub.save("routes/b.camel.yaml", answering("b", "other"));
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void routesRunFromTheStart() {
        assertThat(hub.ask("a")).isEqualTo("one");
        assertThat(hub.refused()).isEmpty();
    }

    @Test
    void anEditIsLiveAndTouchesNoOtherRoute() throws Exception {
        Object other = hub.camel().getRoute("b");

        hub.save("routes/a.camel.yaml", answering("a", "two"));

        soon(() -> hub.ask("a").equals("two"));
        assertThat(hub.camel().getRoute("b")).isSameAs(other);
    }

    @Test
    void aNewFileInANewFolderIsLiveAndGoesWithIt() throws Exception {
        hub.save("routes/x/y/c.camel.yaml", answering("c", "new"));
        soon(() -> hub.ask("c").equals("new"));

        hub.delete("routes/x/y/c.camel.yaml");

        soon(() -> hub.camel().getRoute("c") == null);
    }

    @Test
    void aPathWhoseRouteIsGoneIsNotFoundAndTheOtherMethodOfThatPathStays() throws Exception {
        hub.save("routes/get.camel.yaml", serving("both", "read", "GET"));
        hub.save("routes/post.camel.yaml", serving("both", "written", "POST"));
        soon(() -> hub.status("GET", "/hooks/both") == 200);
        soon(() -> hub.status("POST", "/hooks/both") == 200);

        hub.delete("routes/get.camel.yaml");

        soon(() -> hub.status("GET", "/hooks/both") == 405);
        assertThat(hub.status("POST", "/hooks/both")).isEqualTo(200);

        hub.delete("routes/post.camel.yaml");

        soon(() -> hub.status("POST", "/hooks/both") == 404);
    }

    @Test
    void aPathThatAnotherRouteServesIsRefusedWhateverItsMethodsAndPlaceholdersAreCalled()
            throws Exception {
        String taken = serving("taken", "it", "GET").replace("hooks/taken", "hooks/t/{id}");
        hub.save("routes/taken.camel.yaml", taken);
        soon(() -> hub.status("GET", "/hooks/t/1") == 200);

        for (String methods : List.of("", "GET", "\"POST,GET\"")) {
            String other = serving("thief", "x", methods).replace("hooks/thief", "hooks/t/{key}");
            hub.save("routes/thief.camel.yaml", other.replace("{httpMethodRestrict: }", "{}"));
            soon(() -> !hub.refused().isEmpty());
            assertThat(hub.refused())
                    .singleElement()
                    .asString()
                    .startsWith("routes/thief.camel.yaml:1 A route from");
            hub.delete("routes/thief.camel.yaml");
            soon(() -> hub.refused().isEmpty());
        }
        assertThat(hub.status("GET", "/hooks/t/1")).isEqualTo(200);
    }

    @Test
    void aBadEditIsRefusedWithFileAndLineWhileGoodOnesOfTheSameMomentGoLive() throws Exception {
        hub.save("routes/a.camel.yaml", answering("a", "two").replace("- setBody", "- setBoddy"));
        hub.save("routes/b.camel.yaml", answering("b", "three"));

        soon(() -> hub.ask("b").equals("three") && !hub.refused().isEmpty());
        assertThat(hub.ask("a")).isEqualTo("one");
        assertThat(hub.refused()).singleElement().asString().startsWith("routes/a.camel.yaml:7 ");
        assertThat(hub.health())
                .singleElement()
                .satisfies(
                        refused ->
                                assertThat(refused)
                                        .containsEntry("line", 7)
                                        .containsEntry("lastGoodInForce", true));

        hub.save("routes/a.camel.yaml", answering("a", "four"));

        soon(() -> hub.ask("a").equals("four") && hub.refused().isEmpty());
    }

    @Test
    void aHalfWrittenFileKeepsTheOldRouteRunning() throws Exception {
        Files.writeString(home.resolve("routes/a.camel.yaml"), "");
        soon(() -> !hub.refused().isEmpty());
        assertThat(hub.ask("a")).isEqualTo("one");

        Files.writeString(home.resolve("routes/a.camel.yaml"), answering("a", "whole"));

        soon(() -> hub.ask("a").equals("whole"));
    }

    @Test
    void aFileThatIsNestedWithoutEndIsRefusedAndEditsStayLive() throws Exception {
        hub.save("routes/deep.camel.yaml", "- route: " + "[".repeat(100_000));

        soon(() -> !hub.refused().isEmpty());
        assertThat(hub.refused())
                .containsExactly(
                        "routes/deep.camel.yaml:1 Not valid YAML: nested too deeply to be read");

        hub.save("routes/a.camel.yaml", answering("a", "two"));

        soon(() -> hub.ask("a").equals("two"));
    }

    @Test
    void aFileThatIsTooLongToBeReadInTimeIsRefused() throws Exception {
        hub.save("routes/long.camel.yaml", "# " + "x".repeat(4_000_000));

        soon(() -> !hub.refused().isEmpty());

        assertThat(hub.refused())
                .singleElement()
                .asString()
                .startsWith("routes/long.camel.yaml:1 Longer than 4000000 characters");
    }

    @Test
    void aFileLargerThanTheMemoryIsRefusedAndEditsStayLive() throws Exception {
        try (var file =
                new RandomAccessFile(home.resolve("routes/vast.camel.yaml").toFile(), "rw")) {
            file.setLength(3L << 30); // of which the disk holds nothing
        }
        soon(() -> !hub.refused().isEmpty());
        assertThat(hub.refused())
                .singleElement()
                .asString()
                .startsWith("routes/vast.camel.yaml:1 Longer than 4000000 characters");

        hub.save("routes/a.camel.yaml", answering("a", "two"));

        soon(() -> hub.ask("a").equals("two"));
    }

    @Test
    void aTakenIdIsRefusedInTheFileThatCameLater() throws Exception {
        hub.save("routes/0.camel.yaml", answering("a", "thief"));

        soon(() -> !hub.refused().isEmpty());

        assertThat(hub.refused())
                .singleElement()
                .asString()
                .startsWith("routes/0.camel.yaml:1 The route id \"a\"");
        assertThat(hub.ask("a")).isEqualTo("one");
    }

    @Test
    void aRouteMayMoveToAnotherFileOrChangeItsId() throws Exception {
        hub.save("routes/c.camel.yaml", answering("a", "moved"));
        hub.delete("routes/a.camel.yaml");
        soon(() -> hub.ask("a").equals("moved"));

        hub.save("routes/c.camel.yaml", answering("a", "renamed").replace("id: a", "id: z"));

        soon(() -> hub.ask("a").equals("renamed"));
        assertThat(hub.refused()).isEmpty();
    }

    @Test
    void theRouteBehindTheBusMayChangeItsId() throws Exception {
        hub.save("routes/bus.camel.yaml", behindTheBus("d"));
        soon(() -> askTheBus().equals("d"));

        hub.save("routes/bus.camel.yaml", behindTheBus("e"));

        soon(() -> askTheBus().equals("e"));
        assertThat(hub.refused()).isEmpty();
    }

    @Test
    void theRouteBehindTheBusIsNotDeletedUnderWhoPutsMessagesThere() throws Exception {
        hub.save("routes/bus.camel.yaml", behindTheBus("d"));
        hub.save(
                "routes/c.camel.yaml",
                answering("c", "x").replace("- setBody:", "- to: bus:inbound\n        - setBody:"));
        soon(() -> hub.ask("c").equals("x"));

        hub.delete("routes/bus.camel.yaml");

        soon(() -> !hub.refused().isEmpty());
        assertThat(hub.refused())
                .singleElement()
                .asString()
                .contains("\"bus:inbound\" is called, but no route consumes it");
        assertThat(hub.camel().getRoute("d")).isNotNull();
    }

    @Test
    void theRouteBehindTheBusIsNotDeletedUnderTheHubWhichNoFileSaysCallsIt() throws Exception {
        hub.save("routes/bus.camel.yaml", behindTheBus("d"));
        soon(() -> askTheBus().equals("d"));

        hub.delete("routes/bus.camel.yaml");

        soon(() -> !hub.refused().isEmpty());
        assertThat(hub.refused())
                .singleElement()
                .asString()
                .contains("The hub itself calls \"bus:inbound\"");
        assertThat(askTheBus()).isEqualTo("d");

        hub.save("routes/moved.camel.yaml", behindTheBus("e"));

        soon(() -> askTheBus().equals("e"));
        soon(() -> hub.refused().isEmpty());
    }

    private String askTheBus() {
        return hub.camel().createProducerTemplate().requestBody("bus:inbound", "?", String.class);
    }

    /** With one consumer at most, as the hub's own bus. */
    private String behindTheBus(String id) {
        if (hub.camel().hasComponent("bus") == null) {
            hub.camel().addComponent("bus", new DirectComponent());
        }
        return answering(id, id).replace("direct:" + id, "bus:inbound");
    }

    @Test
    void aRequestThatIsUnderWayAsItsFileIsDeletedIsAnswered(CapturedOutput output)
            throws Exception {
        hub.save(
                "routes/last.camel.yaml",
                answering("last-words", "bye")
                        + serving("last", "")
                                .replace(
                                        "- setBody:",
                                        "- delay: {constant: 2000}\n"
                                                + "        - to: direct:last-words\n"
                                                + "        - log:")
                                .replace("constant: \n", "message: said\n"));
        soon(() -> hub.camel().getRoute("last") != null);
        var answer = CompletableFuture.supplyAsync(() -> asked("/hooks/last"));
        soon(() -> hub.camel().getInflightRepository().size("last") == 1);

        hub.delete("routes/last.camel.yaml");

        assertThat(answer.join()).isEqualTo("bye");
        soon(() -> hub.camel().getRoute("last-words") == null);
        soon(() -> output.getOut().contains("[last (deleted), last-words (deleted)]"));
    }

    private String asked(String path) {
        try {
            return hub.get(path).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCalledRouteIsNotDeletedUnderItsCaller() throws Exception {
        hub.save(
                "routes/c.camel.yaml",
                answering("c", "x").replace("- setBody:", "- to: direct:a\n        - setBody:"));
        soon(() -> hub.ask("c").equals("x"));

        hub.delete("routes/a.camel.yaml");

        soon(() -> !hub.refused().isEmpty());
        assertThat(hub.ask("a")).isEqualTo("one");
    }

    @Test
    void anEditedBeanSwapsTheRoutesThatUseIt() throws Exception {
        String bean =
                """
                - beans:
                    - name: counter
                      type: %s
                """;
        String using =
                answering("c", "x")
                        .replace(
                                "setBody:\n            constant: x",
                                "bean:\n"
                                        + "            ref: counter\n"
                                        + "            method: incrementAndGet");
        hub.save(
                "routes/beans.camel.yaml",
                bean.formatted("java.util.concurrent.atomic.AtomicInteger"));
        hub.save("routes/c.camel.yaml", using);
        soon(() -> hub.ask("c").equals("1"));
        assertThat(hub.ask("c")).isEqualTo("2");

        hub.save(
                "routes/beans.camel.yaml",
                bean.formatted("java.util.concurrent.atomic.AtomicLong"));

        soon(() -> hub.ask("c").equals("1")); // the new one counts from the beginning
        assertThat(hub.camel().getRegistry().lookupByName("counter"))
                .isInstanceOf(java.util.concurrent.atomic.AtomicLong.class);
    }

    @Test
    void aRouteConfigurationAppliesToTheRoutesThatNameIt() throws Exception {
        String handling =
                """
                - routeConfiguration:
                    id: careful
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled: {constant: "true"}
                          steps:
                            - setBody: {constant: %s}
                """;
        hub.save("routes/errors.camel.yaml", handling.formatted("caught"));
        hub.save(
                "routes/c.camel.yaml",
                answering("c", "x")
                        .replace("from:", "routeConfigurationId: careful\n    from:")
                        .replace(
                                "setBody:\n            constant: x",
                                "throwException: {exceptionType: java.lang.IllegalStateException,"
                                        + " message: no}"));
        soon(() -> hub.ask("c").equals("caught"));

        hub.save("routes/errors.camel.yaml", handling.formatted("again"));

        soon(() -> hub.ask("c").equals("again"));
    }

    @Test
    void swapsUnderLoadCostNoCallerAMessage() throws Exception {
        hub.save(
                "routes/web.camel.yaml",
                serving("web", "v0")
                        .replace(
                                "- setBody:",
                                "- delay: {constant: 20}\n"
                                        + "        - to: direct:a\n"
                                        + "        - setBody:"));
        soon(() -> hub.get("/hooks/web").body().equals("v0"));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (Load load = new Load(asked, failed)) {
            for (int i = 0; i < 6; i++) {
                load.run(() -> hub.get("/hooks/web").statusCode() == 200);
                load.run(() -> hub.ask("a").startsWith("one"));
            }

            for (int swap = 1; swap <= 20; swap++) {
                String version = "v" + swap;
                hub.save(
                        "routes/web.camel.yaml",
                        serving("web", version)
                                .replace(
                                        "- setBody:",
                                        "- delay: {constant: 20}\n"
                                                + "        - to: direct:a\n"
                                                + "        - setBody:"));
                hub.save("routes/a.camel.yaml", answering("a", "one" + version));
                Hub.soon()
                        .until(
                                () ->
                                        hub.get("/hooks/web").body().equals(version)
                                                && hub.ask("a").equals("one" + version));
            }
        }

        assertThat(asked.get()).isGreaterThan(500);
        assertThat(failed).hasValue(0);
    }
}
