package io.serai.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From spawning the packaged application to its first 200. {@code --command} starts it (split at
 * spaces), {@code --url} is asked.
 */
final class ColdStart {

    private ColdStart() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        String command = options.text("command", "java -jar target/serai.jar");
        URI url = URI.create(options.text("url", "http://127.0.0.1:9876/observe/health/ready"));
        List<Double> seconds = new ArrayList<>();
        for (int round = 1; round <= options.number("rounds", 5); round++) {
            seconds.add(once(command, url, options.number("patience", 90)));
            System.out.printf("round %d  %.2f s%n", round, seconds.getLast());
        }
        System.out.printf("cold start: best %.2f s%n", Collections.min(seconds));
    }

    private static double once(String command, URI url, int patience)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command.split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Load.await("a 200 from " + url, patience, () -> answers(http, url));
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean answers(HttpClient http, URI url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
