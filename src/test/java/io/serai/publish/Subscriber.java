package io.serai.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.serai.event.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Somebody who takes webhooks, and verifies them with the reference library. What it answers is
 * played; when nothing is left to play it answers 204.
 */
final class Subscriber implements AutoCloseable {

    /**
     * A call.
     *
     * @param id its {@code webhook-id}
     * @param signatures how many there were
     * @param event what was sent
     */
    record Call(String id, int signatures, String contentType, JsonNode event) {

        String note() {
            return event.at("/data/note").asText();
        }
    }

    /**
     * What to answer.
     *
     * @param length of the body that is announced, of which one byte comes; -1: there is none
     */
    record Reply(int status, Map<String, String> headers, int length) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    final Queue<String> forged = new ConcurrentLinkedQueue<>();
    final CountDownLatch free = new CountDownLatch(1);
    private volatile String secret = "";
    private volatile boolean stuck;
    private volatile int otherwise = 204;

    Subscriber() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=x";
    }

    Subscriber verifying(String secret) {
        this.secret = secret;
        return this;
    }

    Subscriber answers(int... statuses) {
        for (int status : statuses) {
            replies.add(new Reply(status, Map.of(), -1));
        }
        return this;
    }

    Subscriber answers(int status, String header, String value) {
        replies.add(new Reply(status, Map.of(header, value), -1));
        return this;
    }

    Subscriber answersAndBreaksOff(int status) {
        replies.add(new Reply(status, Map.of(), 10));
        return this;
    }

    /** Answers nothing until it is closed. */
    Subscriber stuck() {
        stuck = true;
        return this;
    }

    Subscriber answersAlways(int status) {
        otherwise = status;
        return this;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<String> notes() {
        return calls.stream().map(Call::note).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String text = new String(body, StandardCharsets.UTF_8);
            HttpHeaders headers =
                    HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
            verify(text, headers);
            calls.add(
                    new Call(
                            headers.firstValue("webhook-id").orElse(""),
                            headers.firstValue("webhook-signature").orElse("").split(" ").length,
                            headers.firstValue("content-type").orElse(""),
                            Json.MAPPER.readTree(body)));
            if (stuck) {
                free.await();
                return;
            }
            Reply reply = replies.poll();
            if (reply == null) {
                reply = new Reply(otherwise, Map.of(), -1);
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), reply.length());
            if (reply.length() > 0) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void verify(String body, HttpHeaders headers) {
        try {
            if (!secret.isEmpty()) {
                new Webhook(secret).verify(body, headers);
            }
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            forged.add(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        free.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
