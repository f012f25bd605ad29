package io.serai.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.chaos.Finding.Kind;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A customer on a web page or in an app, who does what docs/protocol.md wants of a client: after a
 * broken connection those messages go out again that were not acknowledged, with the same ids, in
 * the same order. Some are sent twice without any need.
 */
final class SocketCustomer implements Customer {

    private static final double TWICE = 0.3;
    private static final double GOES_AWAY = 0.08;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Balancer balancer;
    private final HttpClient http;
    private final Story story;
    private final Random chance;
    private final Diary diary;
    private final Deque<Integer> unacknowledged = new ArrayDeque<>();
    private volatile int said;
    private volatile boolean staying;
    private volatile boolean connected;
    private String token = "";
    private long lastFrame;
    private long heard;

    SocketCustomer(String channel, Balancer balancer, HttpClient http, Story story, Random chance) {
        this.balancer = balancer;
        this.http = http;
        this.story = story;
        this.chance = chance;
        this.staying = story.stays();
        this.diary = new Diary(channel, true);
    }

    @Override
    public Diary diary() {
        return diary;
    }

    @Override
    public boolean isThrough() {
        return diary.acknowledged.size() == story.messages();
    }

    /** True if they are connected and were so since they said their last. */
    boolean isStaying() {
        return staying && connected;
    }

    @Override
    public void leave() {
        staying = false;
    }

    @Override
    public void run() {
        try {
            while (!isThrough() || staying) {
                try {
                    visit();
                } catch (IOException e) {
                    Thread.sleep(50 + chance.nextInt(300)); // the connection broke: once more
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit() throws IOException, InterruptedException {
        try (Line line = hello()) {
            for (int number : unacknowledged) {
                say(line, number);
            }
            connected = true;
            long next = System.nanoTime();
            while (!isThrough() || staying) {
                if (said < story.messages()
                        && unacknowledged.size() < story.ahead()
                        && System.nanoTime() >= next) {
                    unacknowledged.add(++said);
                    say(line, said);
                    if (chance.nextDouble() < TWICE) {
                        say(line, 1 + chance.nextInt(said));
                    }
                    next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause());
                    if (!staying && chance.nextDouble() < GOES_AWAY) {
                        return;
                    }
                }
                take(line.next(50));
                if (!unacknowledged.isEmpty() && System.nanoTime() - heard > PATIENCE) {
                    throw new IOException("nothing was acknowledged for long");
                }
            }
        } finally {
            connected = false;
        }
    }

    /** Comes once more and takes what is there up to this place. */
    void lookOnce(long upTo) throws InterruptedException {
        long until = System.nanoTime() + 3 * PATIENCE;
        while (diary.cursor() < upTo && System.nanoTime() < until) {
            try (Line line = hello()) {
                while (diary.cursor() < upTo && System.nanoTime() - heard < PATIENCE) {
                    take(line.next(100));
                }
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
    }

    private Line hello() throws IOException, InterruptedException {
        Line line = Line.open(http, balancer.socket("/ws/customer"));
        try {
            lastFrame = diary.cursor();
            line.send(
                    frame("hello")
                            .put("channel", diary.channel)
                            .put("token", token)
                            .put("after", lastFrame));
            JsonNode welcome = line.next(PATIENCE / 1_000_000);
            if (welcome == null || !welcome.path("type").asText().equals("welcome")) {
                throw new IOException("no welcome");
            }
            token = welcome.path("token").asText();
            diary.conversation = welcome.path("conversation").asText();
            heard = System.nanoTime();
            return line;
        } catch (IOException e) {
            line.close();
            throw e;
        }
    }

    private int pause() {
        return story.paceMillis() / 2 + chance.nextInt(story.paceMillis());
    }

    private void say(Line line, int number) throws IOException {
        diary.sending(number);
        ObjectNode frame = frame("message").put("id", "m" + number);
        frame.putObject("content").put("type", "text").put("text", story.words(number));
        if (unacknowledged.size() == 1) {
            heard = System.nanoTime();
        }
        line.send(frame);
    }

    private void take(JsonNode frame) throws IOException {
        if (frame == null) {
            return;
        }
        switch (frame.path("type").asText()) {
            case "ack" -> acknowledged(frame);
            case "message" -> message(frame.path("message"));
            case "error" -> {
                if (!frame.path("code").asText().equals("unavailable")) {
                    found(Kind.LOST, "was refused with " + frame.path("code").asText());
                }
                throw new IOException("refused"); // come again, and say it all again in order
            }
            case "reload" -> found(Kind.LOST, "was told to reload at place " + diary.cursor());
            default -> {
                // places in the queue and the like
            }
        }
    }

    private void acknowledged(JsonNode ack) {
        int number = Integer.parseInt(ack.path("id").asText().substring(1));
        long place = ack.path("seq").asLong();
        heard = System.nanoTime();
        unacknowledged.remove(number);
        diary.acknowledged(number);
        Long before = diary.places.put(number, place);
        if (before != null && before != place) {
            found(Kind.DOUBLED, "message " + number + " stands at " + before + " and " + place);
        }
        told(place, "m" + number);
    }

    private void message(JsonNode message) {
        long place = message.path("seq").asLong();
        if (place <= lastFrame) {
            found(Kind.DOUBLED, "was shown place " + place + " after place " + lastFrame);
        } else if (diary.cursor() < place - 1) {
            found(Kind.DISORDERED, "was shown " + place + " while at " + diary.cursor());
        }
        lastFrame = Math.max(lastFrame, place);
        String own = message.path("clientId").asText("");
        boolean customer = message.path("sender").path("kind").asText().equals("customer");
        told(place, customer && !own.isEmpty() ? own : message.path("id").asText());
    }

    private void told(long place, String what) {
        String before = diary.told.put(place, what);
        if (before != null && !before.equals(what)) {
            found(Kind.DISORDERED, "place " + place + " was " + before + " and is now " + what);
        }
    }

    private void found(Kind kind, String what) {
        diary.seen.add(new Finding(kind, diary.channel + " " + diary.conversation + " " + what));
    }

    private static ObjectNode frame(String type) {
        return Line.JSON.createObjectNode().put("type", type);
    }
}
