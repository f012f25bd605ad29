package io.serai.sandbox;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Pushes messages as the platform does: signed and sealed, 5 seconds for an answer, three tries,
 * each with a timestamp, nonce and signature of its own; one user's messages in order.
 */
@Component
@Profile("sandbox")
final class WechatPush {

    private static final Logger LOG = LoggerFactory.getLogger(WechatPush.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    private final WechatApp app;
    private final Clock clock;
    private final Duration pause;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER)
                    .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Void>> lines = new ConcurrentHashMap<>();

    WechatPush(
            WechatApp app, Clock clock, @Value("${serai.sandbox.wechat.retry:5s}") Duration pause) {
        this.app = app;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Puts a message in its user's line.
     *
     * @param replied takes the XML of the reply that came with the answer, null if all tries failed
     */
    void push(String user, String xml, Consumer<@Nullable String> replied) {
        lines.compute(
                user,
                (key, line) ->
                        (line == null ? CompletableFuture.<Void>completedFuture(null) : line)
                                .thenRunAsync(() -> deliver(user, xml, replied), threads)
                                .exceptionally(e -> null));
    }

    private void deliver(String user, String xml, Consumer<@Nullable String> replied) {
        try {
            for (int i = 1; i <= TRIES; i++) {
                String answer = post(user, xml);
                if (answer != null) {
                    replied.accept(answer);
                    return;
                }
                if (i < TRIES) {
                    Thread.sleep(pause);
                }
            }
            LOG.warn("The sandbox's WeChat gave up on a message after {} tries", TRIES);
            replied.accept(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The plain XML answered, empty for "success"; null if it was no answer. */
    private @Nullable String post(String user, String xml) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(
                            request(user, xml),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return response.statusCode() == 200 ? answer(response.body()) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private HttpRequest request(String user, String xml) {
        WechatSeal seal = app.seal();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = Long.toString(1_000_000_000L + random.nextInt(900_000_000));
        String query =
                "?signature=%s&timestamp=%s&nonce=%s&openid=%s"
                        .formatted(seal.sign(timestamp, nonce), timestamp, nonce, user);
        String body = xml;
        if (!app.mode().equals("plain")) {
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            String encrypt = seal.encrypt(xml, salt);
            query += "&encrypt_type=aes&msg_signature=" + seal.sign(timestamp, nonce, encrypt);
            body = envelope(xml, encrypt);
        }
        return HttpRequest.newBuilder(URI.create(app.webhook() + query))
                .timeout(ANSWER)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private String envelope(String xml, String encrypt) {
        return app.mode().equals("compat")
                ? xml.replace("</xml>", "<Encrypt><![CDATA[" + encrypt + "]]></Encrypt>\n</xml>")
                : WechatXml.sealed(encrypt);
    }

    private @Nullable String answer(String body) {
        if (body.isEmpty() || body.equals("success")) {
            return "";
        }
        if (!body.startsWith("<xml>")) {
            return null;
        }
        String encrypt = WechatXml.field(body, "Encrypt");
        if (encrypt == null) {
            return body;
        }
        WechatSeal seal = app.seal();
        String signature =
                seal.sign(
                        String.valueOf(WechatXml.field(body, "TimeStamp")),
                        String.valueOf(WechatXml.field(body, "Nonce")),
                        encrypt);
        return signature.equals(WechatXml.field(body, "MsgSignature"))
                ? seal.decrypt(encrypt)
                : null;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
