package io.serai.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.chaos.Finding.Kind;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who answers customers: takes offers, answers each message of whom they have, and lets
 * them go when nothing more comes. Replies without an answer go out again with the same ids.
 */
final class Agent implements Runnable {

    /** What agents do with conversations in which nothing happens. */
    enum Mode {
        LET_GO,
        KEEP,
        LET_ALL_GO
    }

    static final String PASSWORD = "chaos";

    private static final long IDLE = TimeUnit.SECONDS.toNanos(3);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(8);

    final String login;
    final Map<String, Held> conversations = new ConcurrentHashMap<>();
    final Map<String, Reply> replies = new ConcurrentHashMap<>();
    final List<Finding> seen = new CopyOnWriteArrayList<>();
    volatile Mode mode = Mode.LET_GO;
    volatile boolean working = true;

    private final Balancer balancer;
    private final HttpClient http;
    private final Random chance;
    private final List<String> colleagues;
    private final Map<String, Reply> open = new LinkedHashMap<>();
    private final Map<String, Long> asked = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Due> due = new ConcurrentLinkedQueue<>();
    private String token = "";
    private long heard;

    private record Due(long at, JsonNode frame) {}

    Agent(
            String login,
            List<String> colleagues,
            Balancer balancer,
            HttpClient http,
            Random chance) {
        this.login = login;
        this.colleagues = colleagues;
        this.balancer = balancer;
        this.http = http;
        this.chance = chance;
    }

    @Override
    public void run() {
        try {
            while (working) {
                try {
                    shift();
                } catch (IOException e) {
                    Thread.sleep(50 + chance.nextInt(300));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True if the hub said about each reply what became of it. */
    boolean isThrough() {
        return replies.values().stream().noneMatch(it -> it.fate == Reply.Fate.OPEN);
    }

    /** One connection, from hello to its end. */
    private void shift() throws IOException, InterruptedException {
        if (token.isEmpty()) {
            logIn();
        }
        try (Line line = Line.open(http, balancer.socket("/ws/agent"))) {
            line.send(frame("hello").put("token", token).put("presence", "online"));
            JsonNode welcome = line.next(PATIENCE / 1_000_000);
            if (welcome == null || !welcome.path("type").asText().equals("welcome")) {
                throw new IOException("no welcome");
            }
            due.clear();
            asked.clear();
            conversations.values().forEach(it -> it.mine = false);
            for (JsonNode conversation : welcome.path("conversations")) {
                stands(line, conversation);
                if (conversation.at("/owner/kind").asText().equals("offer")) {
                    offered(conversation, conversation.path("fence").asLong());
                }
            }
            for (Reply reply : List.copyOf(open.values())) {
                line.send(reply.frame());
            }
            heard = System.nanoTime();
            while (working) {
                take(line, line.next(30));
                act(line);
            }
        }
    }

    private void logIn() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(balancer.http("/api/v1/login"))
                        .timeout(Duration.ofSeconds(5))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"username\":\"%s\",\"password\":\"%s\"}"
                                                .formatted(login, PASSWORD)))
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("no login: " + response.statusCode());
        }
        token = Line.JSON.readTree(response.body()).path("token").asText();
    }

    private void take(Line line, JsonNode frame) throws IOException {
        if (frame == null) {
            return;
        }
        switch (frame.path("type").asText()) {
            case "conversation" -> stands(line, frame.path("conversation"));
            case "offer" -> offered(frame.path("conversation"), frame.path("fence").asLong());
            case "message" -> shown(line, frame.path("message"));
            case "history" -> {
                asked.remove(frame.path("conversation").asText());
                for (JsonNode message : frame.path("messages")) {
                    shown(line, message);
                }
            }
            case "result" -> answered(frame);
            case "error" -> throw new IOException("refused: " + frame.path("code"));
            default -> {
                // typing, statuses, business events
            }
        }
    }

    /** A conversation as it is now. */
    private void stands(Line line, JsonNode conversation) throws IOException {
        String id = conversation.path("id").asText();
        String kind = conversation.at("/owner/kind").asText();
        boolean mine =
                kind.equals("agent") && conversation.at("/owner/agent").asText().equals(login);
        if (!mine) {
            Held before = conversations.get(id);
            if (before != null && conversation.path("fence").asLong() >= before.fence) {
                before.mine = false;
            }
            if (kind.equals("queue") && mode != Mode.KEEP && chance.nextInt(100) < 4) {
                later(frame("claim").put("conversation", id).put("re", "claim"), 200);
            }
            return;
        }
        Held held = conversations.computeIfAbsent(id, it -> new Held());
        long fence = conversation.path("fence").asLong();
        if (fence < held.fence) {
            return; // older news
        }
        held.mine = true;
        long last = conversation.path("lastSeq").asLong();
        if (held.fence != fence) {
            held.fence = fence;
            held.baseline = last;
            held.touched = System.nanoTime();
            say(line, id, "g" + fence, "您好，我是 " + login + "，第 " + fence + " 次接待");
        }
        if (held.cursor() < last) {
            ask(line, id, held);
        }
    }

    private void offered(JsonNode conversation, long fence) {
        int luck = mode == Mode.LET_GO ? chance.nextInt(100) : 0;
        if (luck < 92) {
            later(answer("accept", conversation, fence), 700);
        } else if (luck < 96) {
            later(answer("decline", conversation, fence), 700);
        } // else it runs out
    }

    private static ObjectNode answer(String type, JsonNode conversation, long fence) {
        return frame(type)
                .put("conversation", conversation.path("id").asText())
                .put("fence", fence)
                .put("re", type);
    }

    private void shown(Line line, JsonNode message) throws IOException {
        String id = message.path("conversation").asText();
        Held held = conversations.get(id);
        if (held == null || !held.mine) {
            return;
        }
        boolean fresh;
        try {
            fresh = held.show(message);
        } catch (IllegalStateException e) {
            seen.add(new Finding(Kind.DISORDERED, login + " " + id + " " + e.getMessage()));
            return;
        }
        long place = message.path("seq").asLong();
        boolean asks = message.at("/sender/kind").asText().equals("customer");
        if (fresh && asks && place > held.baseline) {
            int number = Diary.number(message.at("/content/text").asText());
            say(line, id, "r" + place, "这是对第 " + number + " 问的回答");
        }
        if (held.cursor() < place) {
            ask(line, id, held);
        }
    }

    private void ask(Line line, String id, Held held) throws IOException {
        Long before = asked.get(id);
        if (before == null || System.nanoTime() - before > PATIENCE / 4) {
            asked.put(id, System.nanoTime());
            line.send(
                    frame("history")
                            .put("conversation", id)
                            .put("after", held.cursor())
                            .put("limit", 200));
        }
    }

    private void say(Line line, String conversation, String id, String words) throws IOException {
        Reply reply = new Reply(login, conversation, id, words);
        if (replies.putIfAbsent(reply.key(), reply) == null) {
            open.put(reply.key(), reply);
            heard = System.nanoTime();
            line.send(reply.frame());
            if (chance.nextInt(100) < 30) {
                line.send(reply.frame());
            }
        }
    }

    private void answered(JsonNode result) {
        heard = System.nanoTime();
        Reply reply = open.get(result.path("re").asText());
        if (reply == null) {
            return;
        }
        if (result.path("ok").asBoolean()) {
            reply.settle(Reply.Fate.STORED);
            open.remove(reply.key());
        } else if (result.path("code").asText().equals("unavailable")) {
            due.add(new Due(System.nanoTime() + 500_000_000L, reply.frame()));
        } else {
            reply.settle(Reply.Fate.REFUSED);
            open.remove(reply.key());
        }
    }

    /** What is due by now. */
    private void act(Line line) throws IOException {
        long now = System.nanoTime();
        for (Due it : new ArrayList<>(due)) {
            if (it.at() <= now && due.remove(it)) {
                line.send(it.frame());
            }
        }
        if (!open.isEmpty() && now - heard > PATIENCE) {
            throw new IOException("no answer for long");
        }
        if (mode != Mode.KEEP && open.isEmpty()) {
            letGo(line, now);
        }
    }

    private void letGo(Line line, long now) throws IOException {
        for (var entry : conversations.entrySet()) {
            Held held = entry.getValue();
            if (held.mine && now - held.touched > IDLE) {
                held.touched = now;
                line.send(goodbye(entry.getKey()));
            }
        }
    }

    /** Mostly it is closed; now and then somebody else gets it. */
    private ObjectNode goodbye(String conversation) {
        int luck = mode == Mode.LET_GO ? chance.nextInt(100) : 100;
        if (luck < 5) {
            return frame("transfer").put("conversation", conversation).put("bot", true);
        } else if (luck < 10) {
            return frame("transfer").put("conversation", conversation).put("skill", "general");
        } else if (luck < 18) {
            String to = colleagues.get(chance.nextInt(colleagues.size()));
            return frame("transfer").put("conversation", conversation).put("agent", to);
        }
        return frame("close").put("conversation", conversation);
    }

    private void later(ObjectNode frame, int millis) {
        due.add(new Due(System.nanoTime() + (50L + chance.nextInt(millis)) * 1_000_000L, frame));
    }

    private static ObjectNode frame(String type) {
        return Line.JSON.createObjectNode().put("type", type);
    }
}
