package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.Beside;
import io.serai.HubProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A whole hub, and who finds what in it. */
@Beside
class SearchOfHubTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path folder;
    private static HubProcess hub;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        hub =
                new HubProcess(folder, "serai.reload.watch=false", "serai.search.refresh=100ms")
                        .start();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        hub.close();
    }

    @Test
    void supervisorsFindEverythingAndAgentsWhatTheyMaySee() throws Exception {
        String agent = login("agent1");
        say("什么时候发货，青花瓷茶杯");

        JsonNode hits = awaitFound(login("supervisor"), "青花瓷");

        assertThat(hits.at("/hits/0/message/content/text").asText()).contains("青花瓷茶杯");
        String conversation = hits.at("/hits/0/conversation/id").asText();
        assertThat(hits.at("/hits/0/message/conversation").asText()).isEqualTo(conversation);
        assertThat(hits.at("/hits/0/conversation/channel").asText()).isEqualTo("web");
        assertThat(hits.at("/complete").asBoolean()).isTrue();
        assertThat(hits.has("before")).isFalse();
        assertThat(JSON.readTree(search(agent, "q=" + encoded("青花瓷")).body()).at("/hits"))
                .isEmpty();
        assertThat(search(agent, "q=x&conversation=" + conversation).statusCode()).isEqualTo(404);
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() throws Exception {
        String supervisor = login("supervisor");
        for (int i = 0; i < 5; i++) {
            say("景泰蓝花瓶");
        }
        await().until(
                        () ->
                                JSON.readTree(search(supervisor, "q=" + encoded("景泰蓝")).body())
                                                .at("/hits")
                                                .size()
                                        == 5);

        JsonNode first = JSON.readTree(search(supervisor, "limit=3&q=" + encoded("景泰蓝")).body());
        JsonNode second =
                JSON.readTree(
                        search(
                                        supervisor,
                                        "limit=3&q="
                                                + encoded("景泰蓝")
                                                + "&before="
                                                + first.at("/before").asText())
                                .body());

        assertThat(first.at("/hits")).hasSize(3);
        assertThat(second.at("/hits")).hasSize(2);
        assertThat(second.has("before")).isFalse();
        assertThat(ids(first)).doesNotContainAnyElementsOf(ids(second));
    }

    @Test
    void whoIsNotStaffIsRefusedAndSoIsAQuestionWithoutWords() throws Exception {
        String supervisor = login("supervisor");

        assertThat(search(login("integrator"), "q=a").statusCode()).isEqualTo(403);
        assertThat(search(null, "q=a").statusCode()).isEqualTo(401);
        assertThat(search(supervisor, "").body()).contains("q must have a letter");
        assertThat(search(supervisor, "q=a&before=1").body()).contains("before must be the id");
        assertThat(search(supervisor, "q=" + "a".repeat(201)).statusCode()).isEqualTo(400);
    }

    private static JsonNode awaitFound(String token, String words) {
        return await().until(
                        () -> JSON.readTree(search(token, "q=" + encoded(words)).body()),
                        page -> !page.at("/hits").isEmpty());
    }

    private static HttpResponse<String> search(String token, String query)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.hub("/api/v1/search?" + query));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** A new customer says something. */
    private static void say(String text) throws IOException, InterruptedException {
        JsonNode visitor =
                post("/api/v1/visitors", null, "{\"channel\":\"web\",\"account\":\"main\"}");
        post(
                "/api/v1/customer/messages",
                visitor.at("/token").asText(),
                "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}");
    }

    private static String login(String name) throws IOException, InterruptedException {
        return post(
                        "/api/v1/login",
                        null,
                        "{\"username\":\"" + name + "\",\"password\":\"sandbox\"}")
                .at("/token")
                .asText();
    }

    private static JsonNode post(String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
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
