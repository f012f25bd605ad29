package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Pushes webhooks as the platform does: signed, 5 seconds for an answer, three repetitions with the
 * same {@code Msg-Id}.
 */
@Component
@Profile("sandbox")
final class DouyinPush {

    private static final Logger log = LoggerFactory.getLogger(DouyinPush.class);
    private static final int TRIES = 4;

    private final DouyinApp app;
    private final Duration pause;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final ExecutorService line =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("sandbox-douyin").factory());

    DouyinPush(DouyinApp app, @Value("${serai.sandbox.douyin.retry:5s}") Duration pause) {
        this.app = app;
        this.pause = pause;
    }

    /** Puts one event in line. */
    void push(ObjectNode event) {
        byte[] body = Json.write(event).getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(app.webhook()))
                        .timeout(Duration.ofSeconds(5))
                        .header("Content-Type", "application/json")
                        .header("X-Douyin-Signature", signature(body))
                        .header("Msg-Id", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        line.execute(() -> deliver(request));
    }

    private void deliver(HttpRequest request) {
        try {
            for (int i = 1; i <= TRIES; i++) {
                if (accepted(request)) {
                    return;
                }
                if (i < TRIES) {
                    Thread.sleep(pause);
                }
            }
            log.warn("The sandbox's Douyin gave up on an event after {} tries", TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepted(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String signature(byte[] body) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(app.clientSecret().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha1.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    @PreDestroy
    void stop() {
        line.shutdownNow();
        http.shutdownNow();
    }
}
