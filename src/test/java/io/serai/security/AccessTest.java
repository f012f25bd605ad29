package io.serai.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.edge.EdgeSlice;
import io.serai.edge.Problem;

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
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

@ExtendWith(OutputCaptureExtension.class)
@ActiveProfiles("sandbox")
@SpringBootTest(
        classes = {EdgeSlice.class, AccessTest.Behind.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "serai.security.secret-file=target/edge/secret",
            "serai.users.nothing.password={noop}sandbox",
            "serai.edge.trusted-proxies=127.0.0.5",
            "serai.web.main.allowed-origins=https://shop.example"
        })
class AccessTest {

    @LocalServerPort int port;
    @LocalManagementPort int ops;
    @Autowired Tokens tokens;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @RestController
    static class Behind {

        @RequestMapping({
            "/gateway/who",
            "/api/v1/who",
            "/api/v1/customer/who",
            "/api/v1/visitors",
            "/api/v1/events",
            "/hooks/who",
            "/channels/who",
            "/ws/who",
            "/sandbox/who",
            "/other/who"
        })
        String who(HttpServletRequest request) {
            return request.getUserPrincipal() == null ? "-" : request.getUserPrincipal().getName();
        }
    }

    @Test
    void aLoginGivesATokenAndACookie() throws Exception {
        HttpResponse<String> response = login("agent1", "sandbox");

        JsonNode body = json.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body.at("/user/login").asText()).isEqualTo("agent1");
        assertThat(body.at("/user/name").asText()).isEqualTo("小美");
        assertThat(body.at("/user/roles/0").asText()).isEqualTo("agent");
        assertThat(body.at("/expires").asText()).startsWith("20").endsWith("Z");
        assertThat(response.headers().firstValue("set-cookie").orElse(""))
                .startsWith("serai-session=" + body.at("/token").asText())
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        assertThat(get("/api/v1/me", bearer(body.at("/token").asText())).body())
                .isEqualTo(body.get("user").toString());
        assertThat(get("/api/v1/who", cookie(body.at("/token").asText())).body())
                .isEqualTo("agent1");
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginLookTheSameAndAreAudited(CapturedOutput output)
            throws Exception {
        HttpResponse<String> wrong = login("agent2", "hunter22");
        HttpResponse<String> unknown = login("hunter33", "sandbox");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(unknown.body());
        assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
        assertThat(output)
                .contains("Login of agent2 from 127.0.0.1 refused")
                .contains("Login of (unknown) from 127.0.0.1 refused")
                .doesNotContain("hunter");
    }

    @Test
    void guessingIsStoppedEvenForTheRightPasswordAndForgedAddresses() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(login("supervisor", "guess" + i).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> stopped =
                send(
                        request("/api/v1/login")
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", "203.0.113.1")
                                .POST(credentials("supervisor", "sandbox")));

        assertThat(stopped.statusCode()).isEqualTo(429);
        assertThat(stopped.headers().firstValue("retry-after")).isPresent();
        assertThat(login("agent1", "sandbox").statusCode()).isEqualTo(200);
    }

    @Test
    void whoIsStoppedAltogetherLeavesNothingBehindForEachNameTried() throws Exception {
        HttpClient stranger = from("127.0.0.2");
        for (int i = 0; i < 60; i++) {
            assertThat(stranger.send(guess("name" + i), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }

        for (int i = 0; i < 12; i++) {
            HttpResponse<String> stopped = stranger.send(guess("admin"), BodyHandlers.ofString());
            assertThat(stopped.statusCode()).isEqualTo(429);
            assertThat(stopped.headers().firstValueAsLong("retry-after").orElse(0))
                    .as("after so many seconds the address may try again, and so may the login")
                    .isBetween(1L, 2L);
        }
    }

    @Test
    void namesTooLongToBeAnybodysCountAsOne() throws Exception {
        HttpClient stranger = from("127.0.0.3");
        for (int i = 0; i < 10; i++) {
            assertThat(
                            stranger.send(guess(i + "x".repeat(300)), BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(401);
        }

        assertThat(stranger.send(guess("y".repeat(300)), BodyHandlers.ofString()).statusCode())
                .isEqualTo(429);
    }

    @Test
    void theAddressesOfOneIpv6NetworkGuessAsOne() throws Exception {
        HttpClient proxy = from("127.0.0.5");
        for (int i = 0; i < 10; i++) {
            assertThat(guess(proxy, "2001:db8::" + i)).isEqualTo(401);
        }

        assertThat(guess(proxy, "2001:db8::ffff:1")).isEqualTo(429);
        assertThat(guess(proxy, "2001:db8:0:1::1")).isEqualTo(401);
    }

    @Test
    void whatIsThrottledIsLoggedOnceAMinute(CapturedOutput output) throws Exception {
        HttpClient stranger = from("127.0.0.4");
        for (int i = 0; i < 20; i++) {
            stranger.send(guess("agent2"), BodyHandlers.ofString());
        }

        assertThat(output.getOut().split("agent2 from 127.0.0.4 refused", -1)).hasSize(10 + 1);
        assertThat(output.getOut().split("agent2 from 127.0.0.4 throttled", -1)).hasSize(1 + 1);
    }

    @Test
    void rightPasswordsAreNeverThrottled() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThat(login("integrator", "sandbox").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"username\":1}", "null"})
    void aLoginThatIsNoneIsABadRequest(String body) throws Exception {
        HttpResponse<String> response =
                send(
                        request("/api/v1/login")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type").orElse(""))
                .startsWith(Problem.MEDIA_TYPE);
    }

    @Test
    void whoLoggedOutIsOut() throws Exception {
        String token = tokens.issueSession("agent1");

        HttpResponse<String> out =
                send(
                        request("/api/v1/logout")
                                .header("Authorization", "Bearer " + token)
                                .POST(BodyPublishers.noBody()));

        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("set-cookie").orElse("")).contains("Max-Age=0");
        assertThat(get("/api/v1/me", bearer(token)).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gateway/who",
                "/api/v1/who",
                "/api/v1/me",
                "/other/who",
                "/graphql",
                "/observe/health",
                "/actuator",
                "/error"
            })
    void whatIsNotOpenNeedsALogin(String path) throws Exception {
        HttpResponse<String> response = get(path);
        HttpResponse<String> forged = get(path, bearer("a.b.c"));
        HttpResponse<String> visitor =
                get(path, bearer(tokens.issueVisitor("web", "main", "agent1")));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
        assertThat(response.headers().firstValue("location")).isEmpty();
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(visitor.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/who",
                "/channels/who",
                "/ws/who",
                "/sandbox/who",
                "/api/v1/customer/who",
                "/api/v1/visitors"
            })
    void whatAuthenticatesItselfIsOpenAtTheEdge(String path) throws Exception {
        assertThat(get(path).body()).isEqualTo("-");
        assertThat(get(path, bearer(tokens.issueSession("agent1"))).body()).isEqualTo("agent1");
    }

    @Test
    void eventsAreReportedByWhomTheyAuthenticateAndReadByIntegratorsAndSupervisorsOnly()
            throws Exception {
        assertThat(post("/api/v1/events", Map.of()).body()).isEqualTo("-");
        for (String login : new String[] {"integrator", "supervisor", "admin"}) {
            assertThat(get("/api/v1/events", bearer(tokens.issueSession(login))).body())
                    .isEqualTo(login);
        }
        String[] agent = bearer(tokens.issueSession("agent1"));
        assertThat(get("/api/v1/events", agent).statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/events").statusCode()).isEqualTo(401);
        HttpResponse<String> head =
                send(request("/api/v1/events").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(401);
    }

    @Test
    void aLoginWithoutARoleMayDoNothing() throws Exception {
        String[] nobody = bearer(tokens.issueSession("nothing"));

        assertThat(get("/api/v1/who", nobody).statusCode()).isEqualTo(403);
        assertThat(get("/other/who", bearer(tokens.issueSession("admin"))).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hooks/..%2fapi/v1/who",
                "/hooks/%2e%2e/api/v1/who",
                "/hooks/;/../api/v1/who",
                "//api/v1/who",
                "/hooks/..;/api/v1/who",
                "/api/v1/customer/..%5cwho"
            })
    void noDetourLeadsPastTheLogin(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 401, 404);
    }

    @Test
    void theCookieOnlyChangesThingsFromTheHubsOwnPages() throws Exception {
        String cookie = "serai-session=" + tokens.issueSession("agent1");
        String own = "http://localhost:" + port;

        assertThat(post("/api/v1/who", Map.of("Cookie", cookie)).statusCode()).isEqualTo(403);
        assertThat(post("/api/v1/who", Map.of("Cookie", cookie, "Origin", own)).body())
                .isEqualTo("agent1");
        assertThat(
                        post(
                                        "/api/v1/who",
                                        Map.of("Cookie", cookie, "Sec-Fetch-Site", "same-origin"))
                                .body())
                .isEqualTo("agent1");
        for (String origin : new String[] {"https://evil.example", "null", own + ".evil", ""}) {
            HttpResponse<String> foreign =
                    post("/api/v1/who", Map.of("Cookie", cookie, "Origin", origin));
            assertThat(foreign.statusCode()).as(origin).isEqualTo(403);
        }
        for (String site : new String[] {"cross-site", "same-site", "none"}) {
            Map<String, String> lying =
                    Map.of("Cookie", cookie, "Origin", own, "Sec-Fetch-Site", site);
            assertThat(post("/api/v1/who", lying).statusCode()).as(site).isEqualTo(403);
        }
    }

    @Test
    void anotherSitesPageCanNotLogSomebodyOut() throws Exception {
        String token = tokens.issueSession("agent1");
        Map<String, String> foreign =
                Map.of("Cookie", "serai-session=" + token, "Origin", "https://evil.example");

        HttpResponse<String> response = post("/api/v1/logout", foreign);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("set-cookie")).isEmpty();
        assertThat(get("/api/v1/me", bearer(token)).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherSitesPageCanNotLogSomebodyIn() throws Exception {
        HttpResponse<String> response =
                send(
                        request("/api/v1/login")
                                .header("Content-Type", "application/json")
                                .header("Origin", "https://evil.example")
                                .POST(credentials("agent1", "sandbox")));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void onlyTheShopsSiteMayCallWhatTheWidgetCalls() throws Exception {
        assertThat(allowedOrigin("/api/v1/visitors", "https://shop.example"))
                .isEqualTo("https://shop.example");
        assertThat(allowedOrigin("/api/v1/customer/messages", "https://shop.example"))
                .isEqualTo("https://shop.example");
        assertThat(allowedOrigin("/api/v1/visitors", "https://evil.example")).isEmpty();
        assertThat(allowedOrigin("/api/v1/me", "https://shop.example")).isEmpty();
    }

    @Test
    void pagesCarryTheirProtection() throws Exception {
        var headers = get("/").headers();

        assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
        assertThat(headers.firstValue("content-security-policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'self'", "style-src 'self' 'un")
                .doesNotContain("unsafe-eval");
        assertThat(headers.firstValue("referrer-policy")).isPresent();
    }

    @Test
    void opsIsOpenOnItsOwnPort() throws Exception {
        HttpResponse<String> health =
                send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + ops + "/observe/health"))
                                .GET());

        assertThat(health.statusCode()).isIn(200, 503);
        assertThat(health.body()).contains("status");
    }

    private String allowedOrigin(String path, String origin) throws Exception {
        return send(request(path)
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization")
                        .method("OPTIONS", BodyPublishers.noBody()))
                .headers()
                .firstValue("access-control-allow-origin")
                .orElse("");
    }

    private HttpResponse<String> login(String login, String password) throws Exception {
        return send(
                request("/api/v1/login")
                        .header("Content-Type", "application/json")
                        .POST(credentials(login, password)));
    }

    private HttpRequest guess(String login) {
        return request("/api/v1/login")
                .header("Content-Type", "application/json")
                .POST(credentials(login, "guess"))
                .build();
    }

    /** What a guess is answered that the proxy says is from this address. */
    private int guess(HttpClient proxy, String address) throws Exception {
        HttpRequest forwarded =
                HttpRequest.newBuilder(guess("admin"), (name, value) -> true)
                        .header("X-Forwarded-For", address)
                        .build();
        return proxy.send(forwarded, BodyHandlers.ofString()).statusCode();
    }

    private static HttpClient from(String address) throws Exception {
        return HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build();
    }

    private static HttpRequest.BodyPublisher credentials(String login, String password) {
        return BodyPublishers.ofString(
                "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(login, password));
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static String[] cookie(String token) {
        return new String[] {"Cookie", "serai-session=" + token};
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> post(String path, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.noBody());
        headers.forEach(request::header);
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
