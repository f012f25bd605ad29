package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The customers' phones with the Douyin app on them. */
@Component("sandboxDouyinPhones")
@Profile("sandbox")
public class DouyinPhones {

    private static final Pattern OPEN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern USER = Pattern.compile("(?:^|&)user=([A-Za-z0-9_-]{1,64})");
    private static final Pattern AFTER = Pattern.compile("(?:^|&)after=(\\d{1,9})(?:&|$)");

    private final DouyinEvents events;
    private final DouyinPush push;
    private final Clock clock;
    private final Map<String, List<Shown>> screens = new ConcurrentHashMap<>();

    DouyinPhones(DouyinEvents events, DouyinPush push, Clock clock) {
        this.events = events;
        this.push = push;
        this.clock = clock;
    }

    /**
     * One line on a phone.
     *
     * @param n 1, 2, 3 … on each phone
     * @param from {@code user} or {@code account}
     * @param content in the hub's own JSON, for the page
     */
    record Shown(int n, String from, JsonNode content, Instant time) {}

    /**
     * What the customer does: {@code {"user","content":{"type":"text","text"}}}, or {@code
     * {"user","event":"enter"}} and {@code "read"}.
     */
    public String send(@Body String body, Exchange exchange) {
        ObjectNode wish;
        try {
            wish = Json.read(body, ObjectNode.class);
        } catch (IllegalArgumentException e) {
            return refused(
                    exchange,
                    "give {\"user\":\"…\",\"content\":{\"type\":\"text\",\"text\":\"…\"}}");
        }
        String user = wish.path("user").asText();
        if (!OPEN_ID.matcher(user).matches()) {
            return refused(exchange, "user must be an open_id: letters, digits, _ and -");
        }
        Instant now = clock.instant();
        if (wish.path("content") instanceof ObjectNode content) {
            show(user, "user", content);
            push.push(events.written(user, content, now));
        } else {
            switch (wish.path("event").asText()) {
                case "enter" -> push.push(events.entered(user, now));
                case "read" -> push.push(events.read(user, now));
                default -> {
                    return refused(exchange, "give content, or event enter or read");
                }
            }
        }
        return "{}";
    }

    /** What a phone shows after line n: {@code ?user=…&after=n}. */
    public String messages(@Header(Exchange.HTTP_QUERY) @Nullable String query, Exchange exchange) {
        Matcher user = USER.matcher(query == null ? "" : query);
        if (!user.find()) {
            return refused(exchange, "give ?user=<open_id>&after=<n>");
        }
        Matcher after = AFTER.matcher(query == null ? "" : query);
        int n = after.find() ? Integer.parseInt(after.group(1)) : 0;
        List<Shown> screen = screens.getOrDefault(user.group(1), List.of());
        synchronized (screen) {
            return Json.write(
                    Map.of("messages", screen.stream().filter(shown -> shown.n() > n).toList()));
        }
    }

    void show(String user, String from, JsonNode content) {
        List<Shown> screen = screens.computeIfAbsent(user, id -> new ArrayList<>());
        synchronized (screen) {
            screen.add(new Shown(screen.size() + 1, from, content, clock.instant()));
        }
    }

    private static String refused(Exchange exchange, String why) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 400);
        return Json.write(Map.of("error", why));
    }
}
