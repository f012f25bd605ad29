package io.serai.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.serai.Beside;
import io.serai.HubProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A whole hub that is killed while Zendesk has the ticket already and the hub does not know: there
 * is one ticket there, and the hub finds it.
 */
@Beside
class TicketAcrossKillsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private final List<ObjectNode> kept = new CopyOnWriteArrayList<>();
    private final List<String> searches = new CopyOnWriteArrayList<>();
    private final CountDownLatch silent = new CountDownLatch(1);
    private HttpServer zendesk;
    private HubProcess hub;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        zendesk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        zendesk.createContext("/api/v2/tickets.json", this::tickets);
        zendesk.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        zendesk.start();
        hub =
                new HubProcess(
                        folder,
                        "serai.reload.watch=false",
                        "serai.tickets.system=zendesk",
                        "serai.tickets.lease=3s",
                        "serai.tickets.retry=500ms",
                        "serai.systems.zendesk.url=http://127.0.0.1:"
                                + zendesk.getAddress().getPort(),
                        "serai.systems.zendesk.auth=basic",
                        "serai.systems.zendesk.username=a@example.com/token",
                        "serai.systems.zendesk.password=t",
                        "serai.systems.zendesk.timeout=20000");
        http = HttpClient.newHttpClient();
        hub.start();
    }

    @AfterEach
    void stop() {
        silent.countDown();
        http.close();
        hub.close();
        zendesk.stop(0);
    }

    @Test
    void aTicketIsThereOnceWhenTheHubIsKilledBeforeItHearsSo() throws Exception {
        String id = open();
        await().until(() -> kept.size() == 1);

        hub.kill();
        silent.countDown();
        hub.start();

        JsonNode ticket =
                await().until(
                                () -> call("GET", "/api/v1/tickets/" + id, supervisor(), null),
                                it -> it.at("/ticket/delivery").asText().equals("kept"));
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().path("external_id").asText()).isEqualTo(id);
        assertThat(searches).isNotEmpty();
        assertThat(ticket.at("/ticket/external").asText()).isEqualTo("35436");
    }

    private String open() throws Exception {
        JsonNode visitor =
                call(
                        "POST",
                        "/api/v1/visitors",
                        null,
                        "{\"channel\":\"web\",\"account\":\"main\"}");
        call(
                "POST",
                "/api/v1/customer/messages",
                visitor.at("/token").asText(),
                "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"杯子碎了\"}}");
        return call(
                        "POST",
                        "/api/v1/tickets",
                        supervisor(),
                        "{\"conversation\":\"%s\",\"subject\":\"杯子碎了\"}"
                                .formatted(visitor.at("/conversation").asText()))
                .at("/ticket/id")
                .asText();
    }

    /** Keeps what is created, and says nothing until the hub was killed. */
    private void tickets(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (exchange.getRequestMethod().equals("GET")) {
            searches.add(query);
            ObjectNode answer = JSON.createObjectNode();
            var list = answer.putArray("tickets");
            kept.stream()
                    .filter(it -> query.equals("external_id=" + it.path("external_id").asText()))
                    .forEach(list::add);
            reply(exchange, 200, answer);
            return;
        }
        ObjectNode ticket =
                (ObjectNode) JSON.readTree(exchange.getRequestBody().readAllBytes()).at("/ticket");
        ticket.put("id", 35_436 + kept.size());
        kept.add(ticket);
        try {
            silent.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reply(exchange, 201, JSON.createObjectNode().set("ticket", ticket));
    }

    private static void reply(HttpExchange exchange, int status, JsonNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            // The hub was killed.
            exchange.close();
        }
    }

    private String supervisor() throws Exception {
        return call(
                        "POST",
                        "/api/v1/login",
                        null,
                        "{\"username\":\"supervisor\",\"password\":\"sandbox\"}")
                .at("/token")
                .asText();
    }

    private JsonNode call(String method, String path, String token, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub(path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
