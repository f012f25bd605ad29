package io.serai.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A whole hub and its integrators, each of whom wants every event once. */
@Beside
class FeedOfHubTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "/api/v1/events";
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir private static Path folder;
    private static HubProcess hub;
    private static HttpClient http;
    private static Caller integrator;

    @BeforeAll
    static void start() throws Exception {
        hub =
                new HubProcess(
                                folder,
                                "serai.reload.watch=false",
                                "serai.feed.heartbeat=300ms",
                                "serai.feed.patience=2s")
                        .start();
        http = HttpClient.newHttpClient();
        integrator = Caller.staff(hub, "integrator");
    }

    @AfterAll
    static void stop() {
        http.close();
        hub.close();
    }

    @Test
    void aLongPollIsAnsweredAsSoonAsThereIsSomething() throws Exception {
        String cursor = latest();
        var poll =
                http.sendAsync(
                        request("?wait=30&after=" + cursor).timeout(LONG).build(),
                        BodyHandlers.ofString());
        await().until(() -> metric("serai_feed_readers") > 0);

        String id = report("");

        JsonNode page = JSON.readTree(poll.join().body());
        assertThat(page.at("/events/0/data/note").asText()).isEqualTo(id);
        assertThat(page.at("/events/0/specversion").asText()).isEqualTo("1.0");
        assertThat(page("?after=" + page.at("/cursor").asText()).at("/events")).isEmpty();
    }

    @Test
    void aPollThatFindsNothingEndsAndItsCursorGoesOn() throws Exception {
        String cursor = latest();
        report("");

        JsonNode nothing = page("?wait=1&types=io.serai.conversation.&after=" + cursor);

        assertThat(nothing.at("/events")).isEmpty();
        assertThat(nothing.at("/more").asBoolean()).isFalse();
        assertThat(nothing.at("/cursor").asText()).isEqualTo(latest());
    }

    @Test
    void aStreamThatBreaksGoesOnWithExactlyWhatItMissed() throws Exception {
        String start = latest();
        List<String> wanted = new ArrayList<>();
        List<String> got = new ArrayList<>();
        String last;
        for (int i = 0; i < 5; i++) {
            wanted.add(report(""));
        }
        try (EventStream stream = stream("?after=" + start, null)) {
            for (int i = 0; i < 3; i++) {
                got.add(note(stream.next()));
            }
            last = stream.lastId();
        }
        for (int i = 0; i < 5; i++) {
            wanted.add(report(""));
        }

        try (EventStream stream = stream("?after=" + start, last)) {
            for (int i = 0; i < 6; i++) {
                got.add(note(stream.next()));
            }
            wanted.add(report(""));
            got.add(note(stream.next()));
            got.add(note(stream.next()));
        }

        assertThat(got).containsExactlyElementsOf(wanted);
    }

    @Test
    void aReaderWhoTakesNothingIsCutAndGoesOnWhereItStopped() throws Exception {
        String start = latest();
        List<String> wanted = new ArrayList<>();
        List<String> got = new ArrayList<>();
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", hub.hub("/").getPort()));
            slow.getOutputStream()
                    .write(
                            ("GET /api/v1/events?after="
                                            + start
                                            + " HTTP/1.0\r\nHost: hub\r\nAccept: text/event-stream"
                                            + "\r\nAuthorization: Bearer "
                                            + integrator.token()
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 150; i++) {
                wanted.add(report("x".repeat(60_000)));
            }
            await().until(() -> metric("outcome=\"too-slow\"") >= 1);

            EventStream stream = new EventStream(slow.getInputStream());
            drain(stream, got);
            assertThat(got).hasSizeLessThan(wanted.size());
            String last = stream.lastId().isEmpty() ? start : stream.lastId();
            try (EventStream rest = stream("", last)) {
                while (got.size() < wanted.size()) {
                    got.add(note(rest.next()));
                }
            }
        }

        assertThat(got).containsExactlyElementsOf(wanted);
    }

    @Test
    void streamsThatWaitHoldNoConnectionToTheStore() throws Exception {
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                streams.add(stream("?after=latest", null));
            }
            await().until(() -> metric("serai_feed_readers") >= 40);
            await().until(() -> metric("hikaricp_connections_active{") == 0);

            String id = report("");

            for (EventStream stream : streams) {
                assertThat(note(stream.next())).isEqualTo(id);
            }
        } finally {
            for (EventStream stream : streams) {
                stream.close();
            }
        }
        await().until(() -> metric("serai_feed_readers") == 0);
    }

    @Test
    void whatACustomerSaysAndIsToldIsInTheFeed() throws Exception {
        String cursor = latest();
        visitor()
                .post(
                        "/api/v1/customer/messages",
                        "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"你好\"}}");

        List<String> types = new ArrayList<>();
        await().until(
                        () -> {
                            types.clear();
                            page("?types=io.serai.message.&after=" + cursor)
                                    .at("/events")
                                    .forEach(event -> types.add(event.at("/type").asText()));
                            return types.contains("io.serai.message.sent");
                        });

        assertThat(types).startsWith("io.serai.message.received", "io.serai.message.sent");
        assertThat(hub.log()).doesNotContain("你好");
    }

    @Test
    void aStreamTellsNothingAfterTheSignOutOfWhoOpenedIt() throws Exception {
        Caller leaving = Caller.staff(hub, "integrator");
        try (EventStream stream = stream(leaving, "?after=latest", null)) {
            assertThat(leaving.send("POST", "/api/v1/logout").statusCode()).isEqualTo(204);
            report("");

            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void whoAsksForTheHeadAloneHoldsNoPlace() throws Exception {
        double before = metric("serai_feed_readers");

        HttpRequest.Builder head = request("").HEAD().header("Accept", "text/event-stream");

        assertThat(http.send(head.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(metric("serai_feed_readers")).isLessThanOrEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text/event-stream                              | text/event-stream
                    text/event-stream, application/json;q=0.9      | text/event-stream
                    text/event-stream, */*                         | text/event-stream
                    Text/Event-Stream;charset=utf-8                | text/event-stream
                    application/json, text/event-stream            | application/json
                    text/event-stream, application/json            | text/event-stream
                    application/json, text/event-stream;q=0.5      | application/json
                    text/event-stream;q=0.5, */*                   | application/json
                    text/event-stream;q=0, */*                     | application/json
                    */*                                            | application/json
                    text/event-stream;q=much                       | application/json
                    """)
    void aStreamIsForWhoWantsItNoLessThanPages(String accept, String answer) throws Exception {
        HttpResponse<InputStream> response =
                http.send(
                        request("?limit=1").header("Accept", accept).build(),
                        BodyHandlers.ofInputStream());

        try (InputStream _ = response.body()) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(answer));
        }
    }

    @Test
    void aReaderWhoGoesIsNoErrorOfTheHubs() throws Exception {
        double gone = metric("outcome=\"gone\"");
        stream("?after=latest", null).close();

        await().until(() -> metric("outcome=\"gone\"") > gone);
        report("");

        assertThat(hub.log().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
    }

    @Test
    void onlyIntegratorsSupervisorsAndAdminsReadIt() {
        assertThat(integrator.status(EVENTS)).isEqualTo(200);
        assertThat(Caller.staff(hub, "supervisor").status(EVENTS)).isEqualTo(200);
        assertThat(Caller.staff(hub, "admin").status(EVENTS)).isEqualTo(200);
        assertThat(Caller.staff(hub, "agent1").status(EVENTS)).isEqualTo(403);
        assertThat(visitor().status(EVENTS)).isEqualTo(401);
        assertThat(Caller.nobody(hub).status(EVENTS)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "after=17, after (or Last-Event-ID) is no cursor",
        "limit=0, limit must be a number from 1 to 1000",
        "limit=many, limit must be a number from 1 to 1000",
        "wait=31, wait must be a number from 0 to 30",
        "types=io.serai.%25, types must be at most 20 event types"
    })
    void aQueryThatCannotBeMeantIsToldWhatToSend(String query, String told) throws Exception {
        HttpResponse<String> response = integrator.send("GET", EVENTS + "?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).contains("application/problem+json"));
        assertThat(JSON.readTree(response.body()).at("/detail").asText()).startsWith(told);
    }

    @Test
    void aCursorOfAnotherStoreIsToldToReload() throws Exception {
        String foreign = new io.serai.store.Cursor(1, 2, 3, 4).toString();

        HttpResponse<String> page = integrator.send("GET", EVENTS + "?after=" + foreign);
        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(JSON.readTree(page.body()).at("/code").asText()).isEqualTo("reload");
        assertThat(JSON.readTree(page.body()).at("/detail").asText())
                .contains("after=0", "after=latest");

        try (EventStream stream = stream("", foreign)) {
            Optional<EventStream.Got> told = stream.next();
            assertThat(told.map(EventStream.Got::type)).contains("reload");
            assertThat(stream.lastId()).isEmpty();
            assertThat(stream.next()).isEmpty();
        }
    }

    private static void drain(EventStream stream, List<String> got) throws IOException {
        try {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                got.add(note(next));
            }
        } catch (SocketException e) {
            // Cut.
        }
    }

    private static String note(Optional<EventStream.Got> event) throws IOException {
        return JSON.readTree(event.orElseThrow().data()).at("/data/note").asText();
    }

    /** Reports a business event; returns what is in its {@code note}. */
    private static String report(String padding) throws Exception {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> response =
                integrator.send(
                        "POST",
                        EVENTS,
                        """
                        {"specversion":"1.0","id":"%s","source":"test","type":"io.serai.order.paid",
                         "subject":"E1","data":{"note":"%s","padding":"%s"}}
                        """
                                .formatted(id, id, padding));
        assertThat(response.statusCode()).isEqualTo(202);
        return id;
    }

    private static String latest() throws Exception {
        return page("?after=latest").at("/cursor").asText();
    }

    private static JsonNode page(String query) {
        return integrator.get(EVENTS + query);
    }

    private static EventStream stream(String query, String lastId) throws Exception {
        return stream(integrator, query, lastId);
    }

    private static EventStream stream(Caller who, String query, String lastId) throws Exception {
        HttpRequest.Builder request = who.request(EVENTS + query);
        request.header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> response =
                http.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new EventStream(response.body());
    }

    private static HttpRequest.Builder request(String query) {
        return integrator.request(EVENTS + query);
    }

    private static Caller visitor() {
        JsonNode visitor =
                Caller.nobody(hub)
                        .post("/api/v1/visitors", "{\"channel\":\"web\",\"account\":\"main\"}");
        return Caller.holding(hub, visitor.at("/token").asText());
    }

    /** The first figure whose line has this in it. */
    private static double metric(String name) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(hub.ops("/observe/metrics")).build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(0);
    }
}
