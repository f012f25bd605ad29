package io.serai.channel.wechat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A real HTTP server that answers as a test says. */
final class PlatformStandIn implements AutoCloseable {

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
        } else {
            reply(exchange, text);
        }
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
