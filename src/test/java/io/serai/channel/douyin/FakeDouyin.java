package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.serai.event.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that records what it is asked and answers as it is told. */
final class FakeDouyin implements AutoCloseable {

    record Seen(String method, String uri, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        JsonNode json() {
            return Json.read(body, JsonNode.class);
        }
    }

    /**
     * What is answered.
     *
     * @param missing how many more bytes its head promises than ever come
     */
    record Answer(int status, String type, String body, int missing) {

        Answer(int status, String body) {
            this(status, "application/json", body, 0);
        }
    }

    static final String SENT = trace("send_msg-text").at("/response/body").toString();

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final CountDownLatch silence = new CountDownLatch(1);
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> refreshed =
            new ConcurrentLinkedQueue<>(
                    List.of(
                            new Answer(
                                    200, trace("refresh_token").at("/response/body").toString())));
    private final HttpServer server;

    FakeDouyin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api");
    }

    /** Answers so the next time, and from then on whatever is said last. */
    FakeDouyin answer(String path, String body) {
        return answer(path, new Answer(200, body));
    }

    FakeDouyin answer(String path, Answer answer) {
        answers.computeIfAbsent(path, p -> new ConcurrentLinkedQueue<>()).add(answer);
        return this;
    }

    List<Seen> sends() {
        return to("/im/send/msg/");
    }

    List<Seen> to(String path) {
        return seen.stream().filter(request -> request.uri().startsWith("/api" + path)).toList();
    }

    static JsonNode trace(String name) {
        for (JsonNode trace : Vectors.TRACES.get("requests")) {
            if (trace.get("name").textValue().equals(name)) {
                return trace;
            }
        }
        throw new IllegalArgumentException(name);
    }

    static String error(String name) {
        for (JsonNode error : Vectors.TRACES.get("errorResponses")) {
            if (error.get("name").textValue().equals(name)) {
                return error.get("body").toString();
            }
        }
        throw new IllegalArgumentException(name);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(
                new Seen(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        body));
        String path = exchange.getRequestURI().getPath().substring("/api".length());
        Queue<Answer> queue =
                path.equals("/oauth/refresh_token/")
                        ? answers.getOrDefault(path, refreshed)
                        : answers.get(path);
        if (queue == null) {
            awaitEnd();
            exchange.close();
            return;
        }
        Answer answer = queue.size() > 1 ? queue.remove() : queue.element();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), bytes.length + answer.missing());
        exchange.getResponseBody().write(bytes);
        if (answer.missing() > 0) {
            exchange.getResponseBody().flush();
            awaitEnd();
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        silence.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
