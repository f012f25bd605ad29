package io.serai.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The APIs of WeChat and Douyin, which remember what reached whom. Now and then they are busy, or
 * the answer is lost on its way, before or after the message was delivered.
 */
final class Platforms implements AutoCloseable {

    private static final int MOST_PER_MESSAGE = 6;

    private final HttpServer server;
    private final Random chance;
    private final Map<String, List<String>> screens = new ConcurrentHashMap<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger lostAnswers = new AtomicInteger();

    Platforms(Random chance) throws IOException {
        this.chance = chance;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/wechat/cgi-bin/stable_token", this::wechatToken);
        server.createContext("/wechat/cgi-bin/message/custom/send", this::wechatSend);
        server.createContext("/douyin/oauth/", this::douyinToken);
        server.createContext("/douyin/im/send/msg/", this::douyinSend);
        server.start();
    }

    /** Where a channel's API is. */
    String base(String channel) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + channel;
    }

    /** What reached a user, in this order. */
    List<String> screen(String channel, String user) {
        List<String> screen = screens.getOrDefault(channel + " " + user, List.of());
        synchronized (screen) {
            return List.copyOf(screen);
        }
    }

    /** How many messages reached somebody. */
    int delivered() {
        return screens.values().stream().mapToInt(List::size).sum();
    }

    /** How many answers the hub never got. */
    int lostAnswers() {
        return lostAnswers.get();
    }

    private void wechatToken(HttpExchange exchange) throws IOException {
        answer(exchange, json().put("access_token", "chaos-token").put("expires_in", 7200));
    }

    private void wechatSend(HttpExchange exchange) throws IOException {
        JsonNode send = body(exchange);
        int luck = luck();
        if (luck == 0) {
            answer(exchange, json().put("errcode", -1).put("errmsg", "system error"));
        } else if (luck == 1) {
            lose(exchange);
        } else {
            String text = send.at("/text/content").asText(send.toString());
            show("wechat " + send.path("touser").asText(), text);
            if (luck == 2) {
                lose(exchange);
            } else {
                answer(exchange, json().put("errcode", 0).put("errmsg", "ok"));
            }
        }
    }

    private void douyinToken(HttpExchange exchange) throws IOException {
        body(exchange);
        ObjectNode answer = json().put("message", "success");
        answer.putObject("data")
                .put("error_code", 0)
                .put("description", "")
                .put("access_token", "act.chaos")
                .put("expires_in", 1_296_000)
                .put("refresh_token", "rft.sandbox")
                .put("refresh_expires_in", 2_592_000);
        answer(exchange, answer);
    }

    private void douyinSend(HttpExchange exchange) throws IOException {
        JsonNode send = body(exchange);
        int luck = luck();
        if (luck == 0) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        } else if (luck == 1) {
            lose(exchange);
        } else if (answers.merge(send.path("msg_id").asText(), 1, Integer::sum)
                > MOST_PER_MESSAGE) {
            answer(exchange, douyin(28003070));
        } else {
            String text = send.at("/content/text/text").asText(send.toString());
            String user = send.path("to_user_id").asText();
            int place = show("douyin " + user, text);
            if (luck == 2) {
                lose(exchange);
            } else {
                answer(exchange, douyin(0).put("msg_id", "@sent-" + user + "-" + place));
            }
        }
    }

    private static ObjectNode douyin(int code) {
        ObjectNode answer = json();
        answer.putObject("extra").put("error_code", code).put("description", "");
        answer.putObject("data").put("error_code", code).put("description", "");
        return answer;
    }

    /** 0: busy, 1: lost on the way there, 2: lost on the way back; mostly none of these. */
    private int luck() {
        synchronized (chance) {
            return chance.nextInt(300);
        }
    }

    private int show(String whom, String text) {
        List<String> screen = screens.computeIfAbsent(whom, it -> new ArrayList<>());
        synchronized (screen) {
            screen.add(text);
            return screen.size();
        }
    }

    private void lose(HttpExchange exchange) {
        lostAnswers.incrementAndGet();
        exchange.close();
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        return body.length > 0 && body[0] == '{' ? Line.JSON.readTree(body) : json();
    }

    private static ObjectNode json() {
        return Line.JSON.createObjectNode();
    }

    private static void answer(HttpExchange exchange, ObjectNode json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
