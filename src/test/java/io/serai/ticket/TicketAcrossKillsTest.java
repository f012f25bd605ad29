package io.serai.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
        hub.start();
    }

    @AfterEach
    void stop() {
        silent.countDown();
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
                                () -> Caller.staff(hub, "supervisor").get("/api/v1/tickets/" + id),
                                it -> it.at("/ticket/delivery").asText().equals("kept"));
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().path("external_id").asText()).isEqualTo(id);
        assertThat(searches).isNotEmpty();
        assertThat(ticket.at("/ticket/external").asText()).isEqualTo("35436");
    }

    private String open() {
        JsonNode visitor =
                Caller.nobody(hub)
                        .post("/api/v1/visitors", "{\"channel\":\"web\",\"account\":\"main\"}");
        Caller.holding(hub, visitor.at("/token").asText())
                .post(
                        "/api/v1/customer/messages",
                        "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"杯子碎了\"}}");
        return Caller.staff(hub, "supervisor")
                .post(
                        "/api/v1/tickets",
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
}
