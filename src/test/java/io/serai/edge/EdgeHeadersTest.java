package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

@SpringBootTest(
        classes = {EdgeSlice.class, EdgeHeadersTest.Routes.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "serai.security.secret-file=target/edge/secret"})
class EdgeHeadersTest {

    /** What platform-http tells of a request by itself, and what the edge lets in. */
    private static final List<String> EXPECTED =
            List.of(
                    "CamelHttpMethod",
                    "CamelHttpQuery",
                    "CamelHttpUrl",
                    "CamelHttpUri",
                    "CamelHttpPath",
                    "CamelHttpCharacterEncoding",
                    "Content-Type",
                    "Accept",
                    "CamelPlatformHttpContextPath",
                    "CamelHttpServletRequest",
                    "CamelHttpServletResponse",
                    "account",
                    "x-douyin-signature");

    @LocalServerPort int port;
    @Autowired Seen seen;
    private final HttpClient client = HttpClient.newHttpClient();

    record Seen(BlockingQueue<Map<String, Object>> headers, BlockingQueue<String> bodies) {}

    static class Routes {

        @Bean
        Seen seen() {
            return new Seen(new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
        }

        @Bean
        RouteBuilder hooks(Seen seen) {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/hooks/in/{account}")
                            .process(
                                    exchange -> {
                                        seen.headers().add(copy(exchange));
                                        String body = exchange.getIn().getBody(String.class);
                                        seen.bodies().add(body == null ? "" : body);
                                        answer(exchange);
                                    });
                }
            };
        }

        private static Map<String, Object> copy(Exchange exchange) {
            Map<String, Object> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            copy.putAll(exchange.getIn().getHeaders());
            return copy;
        }

        private static void answer(Exchange exchange) {
            exchange.getMessage().setBody("ok");
            exchange.getMessage().setHeader("Content-Type", "text/plain");
            exchange.getMessage().setHeader("ETag", "\"1\"");
            exchange.getMessage().setHeader("X-Internal-Token", "secret");
            exchange.getMessage().setHeader("kafka.KEY", "c1");
        }
    }

    @BeforeEach
    void forget() {
        seen.headers().clear();
    }

    @Test
    void noHeaderOfTheFamiliesGetsIn() throws Exception {
        for (String name : HeaderFamilies.names()) {
            send(request("").header(name, HeaderFamilies.EVIL).GET());

            assertOnlyExpected(nextHeaders(), name);
        }
    }

    @Test
    void noQueryParameterBecomesAHeader() throws Exception {
        send(request("?" + form()).GET());

        Map<String, Object> headers = nextHeaders();
        assertOnlyExpected(headers, "query");
        assertThat((String) headers.get("CamelHttpQuery")).contains("sObjectQuery=");
        assertThat(headers).containsEntry("CamelHttpPath", "/hooks/in/main");
    }

    @Test
    void noQueryParameterBecomesAnAllowedHeaderOrAddsToOne() throws Exception {
        send(
                request("?x-douyin-signature=forged&Content-Type=x&account=other")
                        .header("X-Douyin-Signature", "real")
                        .GET());
        Map<String, Object> withHeader = nextHeaders();
        send(request("?x-douyin-signature=forged").GET());
        Map<String, Object> without = nextHeaders();

        assertThat(withHeader).containsEntry("x-douyin-signature", "real");
        assertThat(withHeader).containsEntry("account", "main");
        assertThat(without.keySet()).noneMatch(name -> name.equalsIgnoreCase("x-douyin-signature"));
    }

    @Test
    void noFormFieldBecomesAHeader() throws Exception {
        for (String method : List.of("POST", "PUT", "PATCH")) {
            send(
                    request("")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .method(method, BodyPublishers.ofString(form())));

            assertOnlyExpected(nextHeaders(), method);
        }
    }

    @Test
    void noPartOfAMultipartBodyBecomesAHeader() throws Exception {
        StringBuilder body = new StringBuilder();
        for (String name : HeaderFamilies.names()) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"").append(name);
            body.append("\"\r\n\r\nevil\r\n--b\r\nContent-Disposition: form-data; name=\"");
            body.append(name).append("\"; filename=\"../../evil\"\r\n\r\nevil\r\n");
        }
        body.append("--b--\r\n");

        send(
                request("")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(body.toString())));

        assertOnlyExpected(nextHeaders(), "multipart");
    }

    @Test
    void noHeaderOfTheHubGetsOut() throws Exception {
        HttpResponse<String> response = send(request("").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok");
        assertThat(response.headers().firstValue("etag")).contains("\"1\"");
        assertThat(response.headers().map().keySet())
                .doesNotContain("x-internal-token", "kafka.key", "server", "x-powered-by");
    }

    private void assertOnlyExpected(Map<String, Object> headers, String by) {
        assertThat(headers.keySet())
                .as("headers let in by %s", by)
                .allMatch(name -> EXPECTED.stream().anyMatch(name::equalsIgnoreCase));
        assertThat(headers.get("CamelHttpUri")).isEqualTo("/hooks/in/main");
        assertThat(headers.get("CamelHttpMethod")).isNotEqualTo(HeaderFamilies.EVIL);
    }

    private Map<String, Object> nextHeaders() throws InterruptedException {
        Map<String, Object> headers = seen.headers().poll(60, TimeUnit.SECONDS);
        assertThat(headers).as("the request reached the route").isNotNull();
        return headers == null ? Map.of() : headers;
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + port + "/hooks/in/main" + query));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String form() {
        return HeaderFamilies.names().stream()
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + "=evil")
                .collect(Collectors.joining("&"));
    }
}
