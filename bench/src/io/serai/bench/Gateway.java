package io.serai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The gateway beside others before the same upstream, in turns: {@code --targets=name=url,…}.
 * {@code {n}} in a URL is another number for each request, so that nobody can answer from memory.
 * Names that begin with {@code hub} are asked with the token of a login. See bench/gateway.sh.
 */
final class Gateway {

    private Gateway() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        Map<String, String> targets = new LinkedHashMap<>();
        for (String target : options.text("targets", "").split(",")) {
            targets.put(
                    target.substring(0, target.indexOf('=')),
                    target.substring(target.indexOf('=') + 1));
        }
        String token = options.has("login") ? token(options.text("login", "")) : "";
        Map<String, HttpLoad.Result> best = new LinkedHashMap<>();
        AtomicLong numbers = new AtomicLong(System.currentTimeMillis());
        for (int round = 1; round <= options.number("rounds", 3); round++) {
            for (Map.Entry<String, String> target : targets.entrySet()) {
                String name = target.getKey();
                HttpLoad load =
                        new HttpLoad(
                                target.getValue(), name.startsWith("hub") ? token : "", numbers);
                int warmup = round == 1 ? options.number("warmup", 20) : 3;
                HttpLoad.Result result =
                        load.run(
                                options.number("connections", 64),
                                warmup,
                                options.number("seconds", 6));
                System.out.printf("round %d  %-14s %s%n", round, name, result);
                best.merge(name, result, (a, b) -> a.perSecond() >= b.perSecond() ? a : b);
            }
        }
        ratio(best, "hub-cached", "nginx-cached", "0.55");
        ratio(best, "hub-proxied", "nginx-proxied", "0.4");
        ratio(best, "hub-proxied", "scg-proxied", "1.5");
    }

    private static void ratio(
            Map<String, HttpLoad.Result> best, String name, String other, String goal) {
        if (best.containsKey(name) && best.containsKey(other)) {
            System.out.printf(
                    "%s / %s: %.2f (goal %s)%n",
                    name, other, best.get(name).perSecond() / best.get(other).perSecond(), goal);
        }
    }

    /** Logs in as an agent of the sandbox. */
    private static String token(String hub) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(hub + "/api/v1/login"))
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"username\":\"agent1\",\"password\":\"sandbox\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(answer.body()).path("token").asText();
        }
    }
}
