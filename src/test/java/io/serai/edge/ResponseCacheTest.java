package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.security.Tokens;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

@ActiveProfiles("sandbox")
@SpringBootTest(
        classes = {EdgeSlice.class, ResponseCacheTest.Behind.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "serai.security.secret-file=target/edge/secret",
            "serai.users.mei.password={noop}a",
            "serai.users.mei.roles=agent",
            "serai.users.wang.password={noop}b",
            "serai.users.wang.roles=agent"
        })
class ResponseCacheTest {

    private static final AtomicInteger KEYS = new AtomicInteger();

    @LocalServerPort int port;
    @Autowired Gate gate;
    @Autowired Behind behind;
    @Autowired Tokens tokens;
    @Autowired MeterRegistry meters;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String path = "/gateway/kept/E" + KEYS.incrementAndGet();

    @RestController
    static class Behind {

        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger again = new AtomicInteger();
        Duration life = Duration.ofHours(1);

        @RequestMapping({"/gateway/kept/{key}", "/gateway/counted/{key}"})
        String kept(HttpServletRequest request) {
            new Reusable(
                            ByteBuffer.wrap("again".getBytes(StandardCharsets.UTF_8)),
                            Instant.now().plus(life),
                            again::incrementAndGet)
                    .leaveWith(request);
            return "the " + asked.incrementAndGet();
        }

        @GetMapping("/gateway/failed/{key}")
        void failed(HttpServletRequest request, HttpServletResponse response) {
            kept(request);
            response.setStatus(503);
        }

        @GetMapping("/gateway/cookie/{key}")
        String cookie(HttpServletRequest request, HttpServletResponse response) {
            response.addCookie(new Cookie("a", "b"));
            return kept(request);
        }
    }

    @BeforeEach
    void nobodyAsked() {
        behind.asked.set(0);
        behind.again.set(0);
        behind.life = Duration.ofHours(1);
    }

    @Test
    void theSameCallerIsGivenItAgainUntilItIsTooOld() throws Exception {
        String mei = tokens.issueSession("mei");

        assertThat(get(path, mei).body()).isEqualTo("the 1");
        assertThat(get(path, mei).body()).isEqualTo("again");
        assertThat(get(path, mei).body()).isEqualTo("again");
        assertThat(behind.again).hasValue(2);
        assertThat(get(path + "?page=2", mei).body()).as("another URL").isEqualTo("the 2");

        behind.life = Duration.ofSeconds(-1);
        assertThat(get(path + "?page=3", mei).body()).isEqualTo("the 3");
        assertThat(get(path + "?page=3", mei).body()).as("too old").isEqualTo("the 4");
    }

    @Test
    void itComesWithTheHeadersOfTheFirst() throws Exception {
        String mei = tokens.issueSession("mei");

        HttpResponse<String> first = get(path, mei);
        HttpResponse<String> again = get(path, mei);

        assertThat(again.body()).isEqualTo("again");
        assertThat(again.headers().map().keySet())
                .containsExactlyInAnyOrderElementsOf(first.headers().map().keySet());
        assertThat(again.headers().allValues("content-type"))
                .isEqualTo(first.headers().allValues("content-type"));
        assertThat(again.headers().allValues("content-security-policy")).hasSize(1);
        assertThat(again.headers().firstValue("content-length")).hasValue("5");
    }

    @Test
    void nobodyElseIsGivenIt() throws Exception {
        String mei = tokens.issueSession("mei");
        get(path, mei);

        assertThat(get(path, tokens.issueSession("wang")).body()).isEqualTo("the 2");
        assertThat(get(path, "nonsense").statusCode()).isEqualTo(401);
        assertThat(client.send(request(path).build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoLoggedOutIsNotGivenIt() throws Exception {
        String mei = tokens.issueSession("mei");
        get(path, mei);

        tokens.endSession(mei);

        assertThat(get(path, mei).statusCode()).isEqualTo(401);
    }

    @Test
    void onlyAPlainGetThatWentWellIsKept() throws Exception {
        String mei = tokens.issueSession("mei");
        for (int i = 1; i <= 2; i++) {
            assertThat(get("/gateway/failed/E1", mei).statusCode()).isEqualTo(503);
            assertThat(get("/gateway/cookie/E1", mei).body()).isEqualTo("the " + 2 * i);
        }
        get(path, mei);

        HttpRequest post =
                request(path)
                        .header("Authorization", "Bearer " + mei)
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();
        HttpRequest page =
                request(path)
                        .header("Authorization", "Bearer " + mei)
                        .header("Origin", "http://localhost:" + port)
                        .build();

        assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("the 6");
        assertThat(client.send(page, BodyHandlers.ofString()).body()).isEqualTo("the 7");
        assertThat(get(path, mei).body()).isEqualTo("again");
    }

    @Test
    void whatIsAskedForAtGreatLengthIsNotKept() throws Exception {
        String mei = tokens.issueSession("mei");
        String longer = path + "?keys=" + "1,".repeat(1_000);

        assertThat(get(longer, mei).body()).isEqualTo("the 1");
        assertThat(get(longer, mei).body()).as("the address is memory, too").isEqualTo("the 2");
    }

    @Test
    void aLiveEditForgetsIt() throws Exception {
        String mei = tokens.issueSession("mei");
        get(path, mei);

        gate.hold(Set.of("/gateway/any")).close();

        assertThat(get(path, mei).body()).isEqualTo("the 2");
    }

    @Test
    void itIsCountedAsAnyOtherRequest() throws Exception {
        String mei = tokens.issueSession("mei");

        get("/gateway/counted/E1", mei);
        get("/gateway/counted/E1", mei);

        assertThat(behind.again).hasValue(1);
        await().until(() -> requests() == 2);
    }

    private long requests() {
        return meters
                .get("http.server.requests")
                .tag("uri", "/gateway/counted/{key}")
                .tag("status", "200")
                .tag("method", "GET")
                .timers()
                .stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return client.send(
                request(path).header("Authorization", "Bearer " + token).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }
}
