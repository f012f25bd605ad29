package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

import io.micrometer.core.instrument.MeterRegistry;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = {EdgeSlice.class, DoorTest.Behind.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "serai.security.secret-file=target/edge/secret",
            "serai.edge.body-timeout=3s",
            "serai.edge.max-body=100KB",
            "serai.edge.max-body-for[/hooks/large]=1MB",
            "serai.edge.rate.channels.per-second=0.01",
            "serai.edge.rate.channels.burst=5"
        })
class DoorTest {

    @LocalServerPort int port;
    @Autowired Gate gate;
    @Autowired Behind behind;
    @Autowired MeterRegistry metrics;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @RestController
    static class Behind {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);

        @PostMapping({"/hooks/sum", "/hooks/large"})
        String sum(HttpServletRequest request) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            return body.length + ":" + Arrays.hashCode(body);
        }

        @PostMapping("/hooks/json")
        String json(@RequestBody Map<String, String> body) {
            return body.toString();
        }

        @PostMapping("/hooks/charset")
        String charset(HttpServletRequest request) throws IOException {
            return request.getReader().readLine();
        }

        @PostMapping("/channels/any")
        String any() {
            return "any";
        }

        @GetMapping("/hooks/slow")
        CompletableFuture<String> slow() {
            entered.countDown();
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return String.valueOf(leave.await(60, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            return "interrupted";
                        }
                    });
        }

        @GetMapping("/hooks/held")
        String held() {
            return "held";
        }

        @GetMapping("/hooks/broken")
        String broken() {
            throw new IllegalStateException("jdbc:h2:secret-internals");
        }
    }

    @Test
    void aBodyArrivesWholeHoweverItComes() throws Exception {
        byte[] body = new byte[99_000];
        new Random(1).nextBytes(body);
        String sum = body.length + ":" + Arrays.hashCode(body);

        HttpResponse<String> fixed = post("/hooks/sum", BodyPublishers.ofByteArray(body));
        HttpResponse<String> chunked =
                post(
                        "/hooks/sum",
                        BodyPublishers.ofByteArrays(
                                List.of(
                                        Arrays.copyOf(body, 7),
                                        Arrays.copyOfRange(body, 7, 50_000),
                                        Arrays.copyOfRange(body, 50_000, body.length))));
        HttpResponse<String> expecting =
                client.send(
                        request("/hooks/sum")
                                .expectContinue(true)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(fixed.body()).isEqualTo(sum);
        assertThat(chunked.body()).isEqualTo(sum);
        assertThat(expecting.body()).isEqualTo(sum);
    }

    @Test
    void aBodyTooLargeIsRefusedBeforeItIsSent() throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send("POST /hooks/sum HTTP/1.1\r\nHost: a\r\nContent-Length: 900000000\r\n\r\nx");

            assertThat(http.readLine()).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            assertThat(http.readAll()).contains("application/problem+json", "102400 bytes");
        }
        assertThat(metrics.counter("serai.edge.refused", "reason", "body-size").count())
                .isPositive();
    }

    @Test
    void aChunkedBodyIsCountedAsItComes() throws Exception {
        String chunk = "400\r\n" + "x".repeat(1024) + "\r\n";
        try (RawHttp http = new RawHttp(port)) {
            http.send("POST /hooks/sum HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            http.send(chunk.repeat(101)); // never ended

            assertThat(http.readLine()).startsWith("HTTP/1.1 413");
            assertThat(http.readAll()).contains("Body too large");
        }
    }

    @Test
    void aPathMayHaveALimitOfItsOwn() throws Exception {
        byte[] body = new byte[500_000];

        assertThat(post("/hooks/large", BodyPublishers.ofByteArray(body)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void slowBodiesAreCutOffAndStallNobody() throws Exception {
        List<RawHttp> slow = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RawHttp http = new RawHttp(port);
            http.send("POST /hooks/sum HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx");
            slow.add(http);
        }

        HttpResponse<String> other = post("/hooks/sum", BodyPublishers.ofString("hello"));

        assertThat(other.statusCode()).isEqualTo(200);
        for (RawHttp http : slow) {
            assertThat(http.readLine()).startsWith("HTTP/1.1 408");
            http.close();
        }
    }

    @Test
    void whoCallsTooOftenIsTurnedAwayWhateverHeForges() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        HttpResponse<String> last = null;
        for (int i = 0; i < 12; i++) {
            last =
                    client.send(
                            request("/channels/any")
                                    .header("X-Forwarded-For", "203.0.113." + i)
                                    .header("X-Real-IP", "203.0.113." + i)
                                    .header("Forwarded", "for=203.0.113." + i)
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());
            statuses.add(last.statusCode());
        }

        assertThat(statuses.subList(0, 5)).containsOnly(200);
        assertThat(statuses).contains(429);
        assertThat(statuses.subList(8, 12)).containsOnly(429);
        assertThat(last.headers().firstValue("retry-after")).isPresent();
        assertThat(last.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        assertThat(post("/hooks/sum", BodyPublishers.ofString("x")).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsWaitAtTheGateUntilItOpens() throws Exception {
        Gate.Hold hold = gate.hold(Set.of("/hooks/held"));
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) { // more than there are processors, by far
            waiting.add(client.sendAsync(request("/hooks/held").build(), BodyHandlers.ofString()));
        }
        for (int i = 0; i < 50; i++) { // time enough for it to slip by
            HttpResponse<String> other = post("/hooks/sum", BodyPublishers.ofString("x"));
            assertThat(other.statusCode()).isEqualTo(200);
        }

        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        hold.close();
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            assertThat(one.get(60, TimeUnit.SECONDS).body()).isEqualTo("held");
        }
    }

    @Test
    void theGateWaitsForWhatIsInsideAsynchronousAnswersIncluded() throws Exception {
        var inside = client.sendAsync(request("/hooks/slow").build(), BodyHandlers.ofString());
        assertThat(behind.entered.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Gate.Hold> held =
                CompletableFuture.supplyAsync(() -> gate.hold(Set.of("/hooks/slow")));

        assertThat(held).isNotDone();
        assertThat(metrics.get("serai.edge.in.flight").gauge().value()).isPositive();
        behind.leave.countDown();

        held.get(60, TimeUnit.SECONDS).close();
        assertThat(inside.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void anErrorTellsNothingOfTheInside() throws Exception {
        HttpResponse<String> response =
                client.send(request("/hooks/broken").build(), BodyHandlers.ofString());
        HttpResponse<String> missing =
                client.send(request("/hooks/none").build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("jdbc", "Exception", "at io.");
        assertThat(response.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%secret=%&", "many"})
    void aFormNobodyAskedForIsRefusedWhateverItIsLike(String form, CapturedOutput output)
            throws Exception {
        String body = form.equals("many") ? "secret=1&".repeat(300) : form;

        HttpResponse<String> response =
                client.send(
                        request("/hooks/json")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        assertThat(output)
                .doesNotContain("/hooks/json"); // as Undertow names it above a stack trace
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml; charset=nope", "text/xml;charset=\"+\""})
    void aBodyInACharsetThatNobodyKnowsIsRefused(String type) throws Exception {
        HttpResponse<String> response =
                client.send(
                        request("/hooks/charset")
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString("<a/>"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("charset");
    }

    @Test
    void allTheCookiesOfAShopsDomainMayCome() throws Exception {
        String cookies =
                IntStream.range(0, 1_000).mapToObj(i -> "c" + i + "=1").collect(joining("; "));

        HttpResponse<String> response =
                client.send(
                        request("/hooks/json")
                                .header("Cookie", cookies)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void oversizedHeadersAreRefused() throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send("GET /hooks/held HTTP/1.1\r\nHost: a\r\n");
            http.send("X-A: " + "x".repeat(20_000) + "\r\n\r\n");

            assertThat(http.readAll()).doesNotContain("200 OK");
        }
        try (RawHttp http = new RawHttp(port)) {
            String headers =
                    IntStream.range(0, 150).mapToObj(i -> "X-" + i + ": x\r\n").collect(joining());
            // At once: the hub hangs up as soon as it has seen too many.
            http.send("GET /hooks/held HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");

            assertThat(http.readAll()).doesNotContain("200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET *", "CONNECT elsewhere:443", "OPTIONS *"})
    void whatIsNoPathIsRefusedAtTheDoor(String request) throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send(request + " HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(http.readAll()).startsWith("HTTP/1.1 400 ").contains("No path");
        }
    }

    /** Else what follows is one body to the proxy in front, and the next request to the hub. */
    @ParameterizedTest
    @ValueSource(strings = {"xchunked", "gzip, chunked", "identity"})
    void aBodyWhoseEndTheHubWouldNotFindIsRefusedAndNothingBehindItIsRead(String coding)
            throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send("POST /hooks/sum HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding);
            http.send("\r\n\r\n0\r\n\r\nGET /hooks/held HTTP/1.1\r\nHost: a\r\n");
            http.send("Connection: close\r\n\r\n");

            assertThat(http.readAll())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("chunked")
                    .doesNotContain("held");
        }
    }

    @Test
    void aPathThatNoUriCanHaveIsRefusedAtTheDoor() throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send("GET /hooks/[held] HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(http.readAll()).startsWith("HTTP/1.1 400 ").contains("%5B");
        }
        assertThat(client.send(request("/hooks/held?a=%5B%5D").build(), BodyHandlers.ofString()))
                .returns(200, HttpResponse::statusCode);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return client.send(request(path).POST(body).build(), BodyHandlers.ofString());
    }
}
