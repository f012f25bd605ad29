package io.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.HubProcess;
import io.serai.profile.FiveSystems;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long a customer profile takes when each of its five systems takes 20 ms, at a fixed rate and
 * from when each was due. Every customer is a new one, so nothing comes from the cache. Then the
 * same without the hub: the client asks the five systems itself, side by side, and waits for the
 * last. Starts its own hub; the systems and the client are in this process.
 */
final class Profile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY =
            "query P($codes: [ID!]!) {customers(codes: $codes) {code basicInfo {name level}"
                + " recentOrders(limit: 5) {orderNo status total {amount}} serviceTickets {id"
                + " subject} browsingHistory(limit: 5) {sku title} shipments {trackingNo status}}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger customer = new AtomicInteger();
    private final HubProcess hub;
    private final String token;

    private Profile(HubProcess hub) throws IOException, InterruptedException {
        this.hub = hub;
        token =
                JSON.readTree(
                                http.send(
                                                post(
                                                        "/api/v1/login",
                                                        Map.of(
                                                                "username",
                                                                "agent1",
                                                                "password",
                                                                "sandbox")),
                                                BodyHandlers.ofString())
                                        .body())
                        .path("token")
                        .asText();
    }

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        Duration delay = Duration.ofMillis(options.number("delay", 20));
        Path folder = Files.createTempDirectory("serai-profile");
        try (FiveSystems systems = new FiveSystems(() -> LockSupport.parkNanos(delay.toNanos()));
                HubProcess hub =
                        new HubProcess(folder, settings(systems)).compiledInFull().start()) {
            Profile profile = new Profile(hub);
            int seconds = options.number("seconds", 15);
            for (String line : options.text("lines", "1x20,50x2").split(",")) {
                String[] parts = line.split("x");
                int customers = Integer.parseInt(parts[0]);
                int rate = Integer.parseInt(parts[1]);
                profile.run(rate, options.number("warmup", 15), () -> profile.ask(customers));
                systems.all().forEach(system -> system.asked.clear());
                Samples hubs = profile.run(rate, seconds, () -> profile.ask(customers));
                int calls = systems.all().stream().mapToInt(system -> system.asked.size()).sum();
                Samples bare = profile.run(rate, seconds, () -> profile.bare(systems));
                System.out.printf(
                        "%2d customers, %2d queries/s: hub %s, bare %s; %.2f calls a query, %d of"
                                + " %d queries incomplete%n",
                        customers,
                        rate,
                        told(hubs),
                        told(bare),
                        (double) calls / (rate * seconds),
                        rate * seconds - hubs.count(),
                        rate * seconds);
            }
        }
    }

    private static String told(Samples samples) {
        return "p50=%.1f p95=%.1f p99=%.1f ms"
                .formatted(samples.percentile(50), samples.percentile(95), samples.percentile(99));
    }

    private static String[] settings(FiveSystems systems) {
        List<String> settings = new ArrayList<>();
        systems.settings().forEach((key, value) -> settings.add(key + "=" + value));
        settings.add("serai.systems.orders.auth=none");
        settings.add("serai.reload.watch=false");
        return settings.toArray(String[]::new);
    }

    /** Does it at the rate, whether answers come or not; the times of those that were complete. */
    private Samples run(int rate, int seconds, Supplier<CompletableFuture<Boolean>> work) {
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        long start = System.nanoTime();
        for (int query = 0; query < rate * seconds; query++) {
            long due = start + query * 1_000_000_000L / rate;
            LockSupport.parkNanos(due - System.nanoTime());
            answers.add(
                    work.get()
                            .thenApply(complete -> complete ? System.nanoTime() - due : -1)
                            .exceptionally(failure -> -1L));
        }
        Samples samples = new Samples();
        answers.stream().map(CompletableFuture::join).filter(it -> it >= 0).forEach(samples::add);
        return samples;
    }

    private CompletableFuture<Boolean> ask(int customers) {
        return http.sendAsync(post("/graphql", query(customers)), BodyHandlers.ofString())
                .thenApply(
                        answer ->
                                answer.statusCode() == 200
                                        && !answer.body().contains("\"errors\""));
    }

    private CompletableFuture<Boolean> bare(FiveSystems systems) {
        URI orders =
                URI.create(
                        systems.settings().get("serai.systems.orders.url")
                                + "/orders?customers=C1");
        List<CompletableFuture<HttpResponse<String>>> calls =
                systems.all().stream()
                        .map(
                                system ->
                                        http.sendAsync(
                                                HttpRequest.newBuilder(orders).build(),
                                                BodyHandlers.ofString()))
                        .toList();
        return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                .thenApply(all -> true);
    }

    private Map<String, Object> query(int customers) {
        List<String> codes =
                IntStream.range(0, customers)
                        .mapToObj(at -> "C%07d".formatted(customer.incrementAndGet()))
                        .collect(Collectors.toList());
        return Map.of("query", QUERY, "variables", Map.of("codes", codes));
    }

    private HttpRequest post(String path, Map<String, ?> body) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(hub.hub(path))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
            return (token == null ? request : request.header("Authorization", "Bearer " + token))
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
