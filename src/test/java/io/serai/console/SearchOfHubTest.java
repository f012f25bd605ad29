package io.serai.console;

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

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A whole hub, and who finds what in it. */
@Beside
class SearchOfHubTest {

    @TempDir private static Path folder;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        hub =
                new HubProcess(folder, "serai.reload.watch=false", "serai.search.refresh=100ms")
                        .start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void supervisorsFindEverythingAndAgentsWhatTheyMaySee() throws Exception {
        Caller agent = Caller.staff(hub, "agent1");
        say("什么时候发货，青花瓷茶杯");

        JsonNode hits = awaitFound(Caller.staff(hub, "supervisor"), "青花瓷");

        assertThat(hits.at("/hits/0/message/content/text").asText()).contains("青花瓷茶杯");
        String conversation = hits.at("/hits/0/conversation/id").asText();
        assertThat(hits.at("/hits/0/message/conversation").asText()).isEqualTo(conversation);
        assertThat(hits.at("/hits/0/conversation/channel").asText()).isEqualTo("web");
        assertThat(hits.at("/complete").asBoolean()).isTrue();
        assertThat(hits.has("before")).isFalse();
        assertThat(page(agent, "q=" + encoded("青花瓷")).at("/hits")).isEmpty();
        assertThat(search(agent, "q=x&conversation=" + conversation).statusCode()).isEqualTo(404);
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() throws Exception {
        Caller supervisor = Caller.staff(hub, "supervisor");
        for (int i = 0; i < 5; i++) {
            say("景泰蓝花瓶");
        }
        await().until(() -> page(supervisor, "q=" + encoded("景泰蓝")).at("/hits").size() == 5);

        JsonNode first = page(supervisor, "limit=3&q=" + encoded("景泰蓝"));
        JsonNode second =
                page(
                        supervisor,
                        "limit=3&q=" + encoded("景泰蓝") + "&before=" + first.at("/before").asText());

        assertThat(first.at("/hits")).hasSize(3);
        assertThat(second.at("/hits")).hasSize(2);
        assertThat(second.has("before")).isFalse();
        assertThat(ids(first)).doesNotContainAnyElementsOf(ids(second));
    }

    @Test
    void whoIsNotStaffIsRefusedAndSoIsAQuestionWithoutWords() throws Exception {
        Caller supervisor = Caller.staff(hub, "supervisor");

        assertThat(search(Caller.staff(hub, "integrator"), "q=a").statusCode()).isEqualTo(403);
        assertThat(search(Caller.nobody(hub), "q=a").statusCode()).isEqualTo(401);
        assertThat(search(supervisor, "").body()).contains("'q' is not present");
        assertThat(search(supervisor, "q=").body()).contains("q must have a letter");
        assertThat(search(supervisor, "q=a&before=1").body()).contains("before must be the id");
        assertThat(search(supervisor, "q=" + "a".repeat(201)).statusCode()).isEqualTo(400);
    }

    private static JsonNode awaitFound(Caller who, String words) {
        return await().until(
                        () -> page(who, "q=" + encoded(words)),
                        page -> !page.at("/hits").isEmpty());
    }

    private static JsonNode page(Caller who, String query) throws IOException {
        return Json.MAPPER.readTree(search(who, query).body());
    }

    private static HttpResponse<String> search(Caller who, String query) {
        return who.send("GET", "/api/v1/search?" + query);
    }

    /** A new customer says something. */
    private static void say(String text) {
        JsonNode visitor =
                Caller.nobody(hub)
                        .post("/api/v1/visitors", "{\"channel\":\"web\",\"account\":\"main\"}");
        Caller.holding(hub, visitor.at("/token").asText())
                .post(
                        "/api/v1/customer/messages",
                        "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}");
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.at("/hits").spliterator(), false)
                .map(hit -> hit.at("/message/id").asText())
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
