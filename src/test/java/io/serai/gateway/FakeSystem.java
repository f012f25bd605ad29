package io.serai.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A real HTTP server on a free port that answers as it is told and keeps what it was asked. */
public final class FakeSystem implements AutoCloseable {

    /** What it was asked. */
    public record Asked(String method, String uri, Map<String, String> headers, String body) {}

    /** What it answers. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

        public Reply(int status, String contentType, byte[] body) {
            this(status, contentType, body, Map.of());
        }

        public Reply with(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Reply(status, contentType, body, more);
        }

        public static Reply json(int status, String body) {
            return new Reply(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }

        public static Reply of(int status, String contentType, String body) {
            return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Runnable first = () -> {};
    private volatile Function<Asked, Reply> behaviour = request -> Reply.json(500, "{}");

    public FakeSystem() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** One that speaks TLS. */
    FakeSystem(SSLContext tls) throws IOException {
        this(tls, tls.getDefaultSSLParameters());
    }

    /** One that speaks no other TLS than this. */
    FakeSystem(SSLContext tls, SSLParameters spoken) throws IOException {
        this(secured(tls, spoken));
    }

    private static HttpServer secured(SSLContext tls, SSLParameters spoken) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(spoken);
                    }
                });
        return server;
    }

    private FakeSystem(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return (server instanceof HttpsServer ? "https" : "http")
                + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    public void answers(Function<Asked, Reply> behaviour) {
        this.behaviour = behaviour;
    }

    /** What it does before it answers. */
    public void first(Runnable first) {
        this.first = first;
    }

    /** Says nothing until it is closed. */
    public Reply silence() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Reply.json(500, "{}");
    }

    public long asked(String path) {
        return asked.stream().filter(request -> request.uri.startsWith(path)).count();
    }

    private void handle(HttpExchange http) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        http.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        Asked request =
                new Asked(
                        http.getRequestMethod(),
                        http.getRequestURI().toString(),
                        headers,
                        new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(request);
        first.run();
        Reply reply = behaviour.apply(request);
        reply.headers.forEach(http.getResponseHeaders()::set);
        http.getResponseHeaders().set("Content-Type", reply.contentType);
        http.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
        http.getResponseBody().write(reply.body);
        http.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
