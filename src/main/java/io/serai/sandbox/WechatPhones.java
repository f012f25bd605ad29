package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Content;
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

/** The followers' phones with WeChat on them. */
@Component("sandboxWechatPhones")
@Profile("sandbox")
public class WechatPhones {

    private static final Pattern OPEN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern USER = Pattern.compile("(?:^|&)user=([A-Za-z0-9_-]{1,64})(?:&|$)");
    private static final Pattern AFTER = Pattern.compile("(?:^|&)after=(\\d{1,9})(?:&|$)");
    private static final String OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试";

    private final WechatPush push;
    private final WechatWindows windows;
    private final Clock clock;
    private final Map<String, List<Shown>> screens = new ConcurrentHashMap<>();

    WechatPhones(WechatPush push, WechatWindows windows, Clock clock) {
        this.push = push;
        this.windows = windows;
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
     * What the follower does: {@code {"user","content":{"type":"text","text"}}}, or {@code
     * {"user","event":"subscribe"}}, {@code {"user","event":"CLICK","key":"…"}}.
     */
    public String send(@Body String body, Exchange exchange) {
        JsonNode wish;
        try {
            wish = Json.read(body, JsonNode.class);
        } catch (IllegalArgumentException e) {
            return refused(exchange, "give {\"user\":\"…\",\"content\":{\"type\":\"text\",…}}");
        }
        String user = wish.path("user").asText();
        if (!OPEN_ID.matcher(user).matches()) {
            return refused(exchange, "user must be an openid: letters, digits, _ and -");
        }
        long now = clock.instant().getEpochSecond();
        String event = wish.path("event").asText();
        if (!event.isEmpty()) {
            windows.did(user, event);
            String key = wish.path("key").asText();
            push.push(user, WechatXml.event(user, now, event, key), it -> replied(user, it));
            return "{}";
        }
        String xml = WechatXml.message(user, now, wish.path("content"));
        if (xml == null) {
            return refused(exchange, "content must be text, image, voice, location or link");
        }
        windows.wrote(user);
        show(user, "user", wish.path("content"));
        push.push(user, xml, it -> replied(user, it));
        return "{}";
    }

    /** What a phone shows after line n: {@code ?user=…&after=n}. */
    public String messages(@Header(Exchange.HTTP_QUERY) @Nullable String query, Exchange exchange) {
        Matcher user = USER.matcher(query == null ? "" : query);
        if (!user.find()) {
            return refused(exchange, "give ?user=<openid>&after=<n>");
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

    private void replied(String user, @Nullable String xml) {
        if (xml == null) {
            show(user, "account", text(OUT_OF_ORDER));
        } else if (!xml.isEmpty()) {
            String media = WechatXml.field(xml, "MediaId");
            String words = WechatXml.field(xml, "Content");
            show(
                    user,
                    "account",
                    media == null
                            ? text(words == null ? "" : words)
                            : Json.MAPPER.valueToTree(new Content.Image(null, media, 0, 0)));
        }
    }

    static JsonNode text(String text) {
        return Json.MAPPER.valueToTree(new Content.Text(text));
    }

    private static String refused(Exchange exchange, String why) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 400);
        return Json.write(Map.of("error", why));
    }
}
