package io.serai.channel.wechat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** A real HTTP server that answers as a test says. */
final class PlatformStandIn implements AutoCloseable {

    /** Begins an answer that takes eight seconds, byte by byte. */
    static final String SLOWLY = " ".repeat(80);

    /** A send as it arrived. */
    record Sent(String token, String body) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final AtomicInteger tokenCalls = new AtomicInteger();
    final List<String> infoRequests = new CopyOnWriteArrayList<>();
    volatile Function<Integer, String> infoAnswer =
            call -> "{\"subscribe\":1,\"openid\":\"o1\",\"unionid\":\"u-1\"}";
    final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    final List<String> headers = new CopyOnWriteArrayList<>();
    volatile Function<Sent, String> answer = it -> "{\"errcode\":0,\"errmsg\":\"ok\"}";
    volatile IntSupplier status = () -> 200;
    volatile Function<Integer, String> tokenAnswer =
            call -> "{\"access_token\":\"token-" + call + "\",\"expires_in\":7200}";

    private final HttpServer server;

    PlatformStandIn() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/cgi-bin/stable_token", this::token);
        server.createContext("/cgi-bin/message/custom/send", this::send);
        server.createContext("/cgi-bin/user/info", this::info);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void reset() {
        sent.clear();
        headers.clear();
        status = () -> 200;
        answer = it -> "{\"errcode\":0,\"errmsg\":\"ok\"}";
    }

    private void token(HttpExchange exchange) throws IOException {
        tokenRequests.add(read(exchange));
        reply(exchange, tokenAnswer.apply(tokenCalls.incrementAndGet()));
    }

    private void info(HttpExchange exchange) throws IOException {
        infoRequests.add(exchange.getRequestURI().getRawQuery());
        reply(exchange, infoAnswer.apply(infoRequests.size()));
    }

    private void send(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        Sent it = new Sent(query.replace("access_token=", ""), read(exchange));
        sent.add(it);
        exchange.getRequestHeaders()
                .forEach((name, value) -> headers.add(name.toLowerCase(java.util.Locale.ROOT)));
        String text = answer.apply(it);
        if (text.isEmpty()) {
            exchange.close();
        } else if (text.startsWith(SLOWLY)) {
            drip(exchange, text.getBytes(StandardCharsets.UTF_8));
        } else {
            reply(exchange, status.getAsInt(), text);
        }
    }

    /** A byte every tenth of a second, until nobody listens. */
    private static void drip(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            for (byte each : bytes) {
                LockSupport.parkNanos(100_000_000);
                body.write(each);
                body.flush();
            }
        }
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, String text) throws IOException {
        reply(exchange, 200, text);
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
