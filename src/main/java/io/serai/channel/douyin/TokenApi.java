package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The platform's two calls that keep an authorisation alive: form posts, answered with JSON. */
final class TokenApi {

    static final long RENEWED_TOO_OFTEN = 10020;

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final DouyinAccount account;

    TokenApi(DouyinAccount account) {
        this.account = account;
    }

    /**
     * {@code access_token}, {@code expires_in}, {@code refresh_token}, {@code refresh_expires_in}.
     */
    JsonNode refresh(String refreshToken) {
        return post(
                "/oauth/refresh_token/",
                Map.of(
                        "client_key",
                        account.clientKey(),
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        refreshToken));
    }

    /** {@code refresh_token}, {@code expires_in}; the old one is dead from now on. */
    JsonNode renew(String refreshToken) {
        return post(
                "/oauth/renew_refresh_token/",
                Map.of("client_key", account.clientKey(), "refresh_token", refreshToken));
    }

    private JsonNode post(String path, Map<String, String> form) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(account.apiBase() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                        .build();
        // Waited for as a whole: a request's own time ends with the head of its answer.
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return data(path, response.statusCode(), response.body());
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new UncheckedIOException(new IOException("No answer from Douyin's " + path, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for Douyin's " + path, e);
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode data(String path, int status, String body) throws IOException {
        JsonNode answer = status == 200 ? StrictJson.object(body) : null;
        if (answer == null) {
            throw new IOException("Douyin answered " + path + " with " + status + " and no JSON");
        }
        long code = Code.in(answer);
        if (Code.busy(code) || code == Code.NONE) {
            throw new IOException("Douyin is busy: " + path + " answered code " + code);
        }
        if (code != Code.OK) {
            throw new TokenRefused(
                    code,
                    "Douyin refused the operator's authorisation (code "
                            + code
                            + " from "
                            + path
                            + "): authorise the operator again and set refresh-token");
        }
        return answer.path("data");
    }

    private static String encoded(Map<String, String> form) {
        return new TreeMap<>(form)
                .entrySet().stream()
                        .map(
                                field ->
                                        field.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
