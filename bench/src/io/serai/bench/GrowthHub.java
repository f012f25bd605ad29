package io.serai.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.HubProcess;
import io.serai.event.Address;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

import javax.management.remote.JMXConnector;

/** A hub on a store of some size, and what is asked of it. */
final class GrowthHub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final GrowthStore store;
    private final boolean searches;
    private final HubProcess hub;
    private final HttpClient http = HttpClient.newHttpClient();
    private String supervisor = "";
    private String agent = "";

    /**
     * @param searches false to leave the search out, whose index takes its time to be made
     */
    GrowthHub(GrowthStore store, Path folder, boolean searches) {
        this.store = store;
        this.searches = searches;
        hub =
                new HubProcess(
                        folder,
                        "serai.store.url=" + store.url(),
                        "serai.store.user=" + store.user(),
                        "serai.reload.watch=false",
                        "serai.search.folder=" + (searches ? folder.resolve("search") : ""),
                        "serai.edge.rate.api.per-second=1000000",
                        "serai.edge.rate.api.burst=1000000");
    }

    GrowthStore store() {
        return store;
    }

    int size() {
        return store.messages();
    }

    void fill() throws Exception {
        store.fill(hub);
    }

    /** Starts it and waits until its search knows every message; the seconds that took. */
    double start() throws Exception {
        hub.start();
        supervisor = login("supervisor");
        agent = login("agent1");
        long start = System.nanoTime();
        boolean complete = !searches;
        while (!complete) {
            HttpResponse<String> answer = get("/api/v1/search?q=E20260000000001", supervisor);
            complete =
                    answer.statusCode() == 200
                            && JSON.readTree(answer.body()).at("/complete").asBoolean();
            Load.pause(1);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Of one of the last five hundred customers. */
    void history() throws IOException, InterruptedException {
        int all = store.messages() / 20;
        page(all - 1 - ThreadLocalRandom.current().nextInt(Math.min(500, all)));
    }

    /** Of any customer there ever was: most likely on pages that nobody read for long. */
    void old() throws IOException, InterruptedException {
        page(someone());
    }

    private void page(int customer) throws IOException, InterruptedException {
        String conversation = new Address("web", "main", "customer" + customer).conversation();
        ok(get("/api/v1/conversations/" + conversation + "/messages?limit=50", supervisor));
    }

    void mine() throws IOException, InterruptedException {
        ok(get("/api/v1/conversations?owner=me", agent));
    }

    void queue() throws IOException, InterruptedException {
        ok(get("/api/v1/conversations?owner=queue", agent));
    }

    void latest() throws IOException, InterruptedException {
        ok(get("/api/v1/conversations?owner=all", supervisor));
    }

    void common() throws IOException, InterruptedException {
        search("退货", supervisor);
    }

    void rare() throws IOException, InterruptedException {
        search("E2026%010d".formatted(someone()), supervisor);
    }

    void two() throws IOException, InterruptedException {
        search("发票 快递", supervisor);
    }

    void asAgent() throws IOException, InterruptedException {
        search("优惠券", agent);
    }

    /** MB of heap in use after a collection. */
    long heap() throws IOException {
        try (JMXConnector jmx = hub.jmx()) {
            MemoryMXBean memory =
                    ManagementFactory.newPlatformMXBeanProxy(
                            jmx.getMBeanServerConnection(),
                            ManagementFactory.MEMORY_MXBEAN_NAME,
                            MemoryMXBean.class);
            memory.gc();
            return memory.getHeapMemoryUsage().getUsed() >> 20;
        }
    }

    private int someone() {
        return ThreadLocalRandom.current().nextInt(store.messages() / 20);
    }

    private void search(String words, String token) throws IOException, InterruptedException {
        String body =
                ok(
                        get(
                                "/api/v1/search?q="
                                        + URLEncoder.encode(words, StandardCharsets.UTF_8),
                                token));
        if (token.equals(supervisor) && !body.contains("\"seq\"")) {
            throw new IllegalStateException("nothing found for " + words);
        }
    }

    private String login(String name) throws IOException, InterruptedException {
        return post("/api/v1/login", "", "{\"username\":\"" + name + "\",\"password\":\"sandbox\"}")
                .at("/token")
                .asText();
    }

    private HttpResponse<String> get(String path, String token)
            throws IOException, InterruptedException {
        URI uri = hub.hub("/").resolve(path);
        return http.send(
                HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build(),
                BodyHandlers.ofString());
    }

    private JsonNode post(String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return JSON.readTree(ok(http.send(request.build(), BodyHandlers.ofString())));
    }

    private static String ok(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
        hub.close();
    }
}
