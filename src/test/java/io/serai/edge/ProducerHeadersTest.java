package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import jakarta.jws.WebService;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The second lock behind the allow-list: a route clears every header right before it calls out and
 * then sets what it means to say, so that even an exchange full of hostile headers calls exactly
 * what the route's author wrote.
 */
class ProducerHeadersTest {

    private static final String SOAP_ANSWER =
            """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
            <soap:Body><ns:shipmentsResponse xmlns:ns="http://edge.serai.io/"><return>ok</return>
            </ns:shipmentsResponse></soap:Body></soap:Envelope>\
            """;

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final CamelContext camel = new DefaultCamelContext();
    private HttpServer server;
    private String base;

    record Call(String method, String uri, Map<String, List<String>> headers, String body) {}

    @WebService(targetNamespace = "http://edge.serai.io/", name = "Erp")
    public interface Erp {
        String shipments(String order);

        String deleteAll(String order);
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        base = "http://localhost:" + server.getAddress().getPort();
        camel.addRoutes(new Routes());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.stop(0);
    }

    private final class Routes extends RouteBuilder {

        @Override
        public void configure() {
            from("direct:http")
                    .setProperty("order", body())
                    .removeHeaders("*")
                    .setHeader("CamelHttpMethod", constant("GET"))
                    .setHeader("CamelHttpPath", simple("/orders/${exchangeProperty.order}"))
                    .process(exchange -> exchange.getIn().setBody(null))
                    .to(base + "/api?skipControlHeaders=false");
            from("direct:bridged")
                    .removeHeaders("*")
                    .to(base + "/api/fixed?bridgeEndpoint=true&httpMethod=POST");
            from("direct:soap")
                    .removeHeaders("*")
                    .to(
                            "cxf:%s/erp?serviceClass=%s&synchronous=true&defaultOperationName=shipments"
                                    .formatted(base, Erp.class.getName()));
            from("direct:graphql")
                    .removeHeaders("*")
                    .setBody(constant("{\"id\":\"7\"}"))
                    .to(
                            "graphql:%s/graphql?query=RAW(query C($id:ID!){customer(id:$id){name}})"
                                            .formatted(base)
                                    + "&variables=#variables");
            getContext().getRegistry().bind("variables", new JsonObject(Map.of("id", "7")));
        }
    }

    @Test
    void anHttpCallGoesWhereTheRouteSays() throws Exception {
        camel.createProducerTemplate()
                .sendBodyAndHeaders("direct:http", "4711", HeaderFamilies.headers());

        Call call = next();
        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.uri()).isEqualTo("/api/orders/4711");
        assertClean(call);
    }

    @Test
    void aBridgedHttpCallGoesWhereTheRouteSays() throws Exception {
        camel.createProducerTemplate()
                .sendBodyAndHeaders("direct:bridged", "{}", HeaderFamilies.headers());

        Call call = next();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.uri()).isEqualTo("/api/fixed");
        assertClean(call);
    }

    @Test
    void aSoapCallInvokesTheOperationTheRouteSays() throws Exception {
        Map<String, Object> hostile = new HashMap<>(HeaderFamilies.headers());
        hostile.put("operationName", "deleteAll");

        camel.createProducerTemplate().sendBodyAndHeaders("direct:soap", "4711", hostile);

        Call call = next();
        assertThat(call.uri()).isEqualTo("/erp");
        assertThat(call.body()).contains("shipments").doesNotContain("deleteAll");
        assertClean(call);
    }

    @Test
    void aGraphqlCallAsksTheQueryTheRouteSays() throws Exception {
        camel.createProducerTemplate()
                .sendBodyAndHeaders(
                        "direct:graphql", "{ secrets { all } }", HeaderFamilies.headers());

        Call call = next();
        assertThat(call.uri()).isEqualTo("/graphql");
        assertThat(call.body()).contains("customer(id:$id)").doesNotContain("secrets");
        assertClean(call);
    }

    private static void assertClean(Call call) {
        assertThat(call.body()).doesNotContain(HeaderFamilies.EVIL);
        assertThat(call.headers().toString()).doesNotContain(HeaderFamilies.EVIL);
        assertThat(call.headers().keySet())
                .noneMatch(
                        name ->
                                HeaderFamilies.names().stream().anyMatch(name::equalsIgnoreCase)
                                        && !name.equalsIgnoreCase("SOAPAction"));
    }

    private Call next() throws InterruptedException {
        Call call = calls.poll(60, TimeUnit.SECONDS);
        assertThat(call).as("the system was called").isNotNull();
        return call;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String uri = exchange.getRequestURI().toString();
            calls.add(
                    new Call(
                            exchange.getRequestMethod(),
                            uri,
                            Map.copyOf(exchange.getRequestHeaders()),
                            body));
            boolean soap = uri.startsWith("/erp");
            byte[] answer = (soap ? SOAP_ANSWER : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", soap ? "text/xml" : "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
