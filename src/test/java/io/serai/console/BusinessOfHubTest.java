package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.event.Address;
import io.serai.event.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole hub: events reach the screen and the customer once, a return reaches the ERP once. */
@Beside
class BusinessOfHubTest {

    private static final Pattern REQUEST = Pattern.compile("requestId[^>]*>([^<]+)<");
    private static final String ANSWER =
            """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
            <t:CreateReturnResponse xmlns:t="http://erp.example.cn/retail/v1/types"><t:returnNo>%s</t:returnNo>
            <t:status>WAIT_AUDIT</t:status><t:duplicate>%s</t:duplicate></t:CreateReturnResponse></soap:Body></soap:Envelope>\
            """;

    @TempDir private Path folder;
    private final Map<String, String> returns = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch silent = new CountDownLatch(1);
    private HttpServer erp;
    private HubProcess hub;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.createContext("/erp", this::create);
        erp.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        erp.start();
        Path messages = Files.createDirectory(folder.resolve("messages"));
        Files.writeString(
                messages.resolve("zh.yaml"),
                "language: zh\nmessages:\n  order.paid: 订单 {orderNo} 已付款 {amount} 元\n");
        hub =
                new HubProcess(
                        folder,
                        "serai.reload.watch=false",
                        "serai.events.types=order.paid,loyalty.*",
                        "serai.events.messages=" + messages,
                        "serai.returns.lease=3s",
                        "serai.returns.retry=500ms",
                        "serai.systems.erp.url=http://127.0.0.1:"
                                + erp.getAddress().getPort()
                                + "/erp",
                        "serai.systems.erp.timeout=20000");
        http = HttpClient.newHttpClient();
        hub.start();
    }

    @AfterEach
    void stop() {
        silent.countDown();
        http.close();
        hub.close();
        erp.stop(0);
    }

    @Test
    void eventsAreOnTheScreenAndToldOnceAndAReturnIsThereOnceThoughTheHubIsKilled()
            throws Exception {
        String conversation = new Address("web", "main", "C000123").conversation();
        Caller.customer(hub, "C000123")
                .post(
                        "/api/v1/customer/messages",
                        "{\"id\":\"m1\",\"content\":{\"type\":\"text\",\"text\":\"你好\"}}");
        Caller supervisor = Caller.staff(hub, "supervisor");
        Screen screen = new Screen(hub, http, supervisor.token());

        Caller shop = Caller.staff(hub, "integrator"); // before the clock runs
        long[] millis = new long[30];
        for (int i = 0; i < millis.length; i++) {
            long begun = System.nanoTime();
            String id = "p" + i;
            report(shop, id, i == 0 ? "order.paid" : "loyalty.level-reached");
            await().pollInterval(Duration.ofMillis(1)).until(() -> screen.shows(id) == 1);
            millis[i] = (System.nanoTime() - begun) / 1_000_000;
        }
        assertThat(report(shop, "p0", "order.paid").path("duplicate").asBoolean()).isTrue();
        Arrays.sort(millis);
        System.getLogger("bench")
                .log(
                        System.Logger.Level.INFO,
                        "event to screen: median {0} ms, most {1} ms",
                        millis[millis.length / 2],
                        millis[millis.length - 1]);
        assertThat(screen.shows("p0")).isEqualTo(1);
        assertThat(told(supervisor, conversation)).isEqualTo(1);
        assertThat(
                        shop.get("/api/v1/events?types=io.serai.order.paid")
                                .at("/events/0/data/reported"))
                .as("what its author says, beside the hub's own id and time")
                .hasToString("{\"id\":\"p0\",\"time\":\"2026-11-21T08:00:00Z\"}");

        assertThat(shop.send("GET", "/api/v1/events?types=io.serai.order.paid").body())
                .as("an amount stays the one it is")
                .contains("\"amount\":10000000.00,");

        String wish =
                """
                {"id":"019b7c3e-0000-7000-8000-000000000001","orderNo":"E20251111000123","lines":[1],"reasonCode":"BROKEN"}\
                """;
        String path = "/api/v1/conversations/" + conversation + "/returns";
        String others = wish.replace("E20251111000123", "E20251112000777");
        assertThat(supervisor.send("POST", path, others))
                .matches(it -> it.statusCode() == 403, "403")
                .matches(it -> it.body().contains("not-theirs"), "not-theirs");
        supervisor.post(path, wish);
        await().until(() -> returns.size() == 1);
        hub.kill();
        silent.countDown();
        hub.start();

        Caller again = Caller.staff(hub, "supervisor");
        String beside = again.get("/api/v1/conversations/" + conversation + "/notes").toString();
        assertThat(beside).contains("\"p0\"", "\"p29\"", "io.serai.return.requested");
        assertThat(beside.split("\"p0\"")).as("noted once").hasSize(2);
        assertThat(again.get("/api/v1/conversations/" + conversation).path("id"))
                .hasToString("\"" + conversation + "\"");
        JsonNode kept =
                await().until(
                                () -> again.get(path),
                                it -> it.at("/0/state").asText().equals("accepted"));
        assertThat(kept.at("/0/reference").asText()).isEqualTo("R1");
        assertThat(returns).hasSize(1);
        assertThat(asked).hasSizeGreaterThan(1).containsOnly(kept.at("/0/id").asText());
        assertThat(again.post(path, wish).path("state").asText()).isEqualTo("accepted");
    }

    private static long told(Caller supervisor, String conversation) {
        JsonNode messages = supervisor.get("/api/v1/conversations/" + conversation + "/messages");
        return Pattern.compile("订单 E20251111000123 已付款 10000000.00 元")
                .matcher(messages.toString())
                .results()
                .count();
    }

    private static JsonNode report(Caller shop, String id, String type) throws IOException {
        String event =
                """
                {"specversion":"1.0","id":"%s","source":"/shop","type":"%s","subject":"E20251111000123",
                 "time":"2026-11-21T16:00:00+08:00","data":{"customerCode":"C000123","amount":10000000.00}}\
                """
                        .formatted(id, type);
        HttpResponse<String> answer = shop.send("POST", "/api/v1/events", event);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Json.MAPPER.readTree(answer.body());
    }

    /** Makes one return of each id, and says nothing until the hub was killed. */
    private void create(HttpExchange exchange) throws IOException {
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher id = REQUEST.matcher(request);
        if (!id.find()) {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        asked.add(id.group(1));
        boolean duplicate = returns.putIfAbsent(id.group(1), "R" + (returns.size() + 1)) != null;
        try {
            silent.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] answer =
                ANSWER.formatted(returns.get(id.group(1)), duplicate)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml; charset=utf-8");
        try (exchange) {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException e) {
            // The hub was killed.
            exchange.close();
        }
    }
}
