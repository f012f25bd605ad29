package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Content;
import io.serai.event.Json;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.time.Clock;

/** The followers' phones with WeChat on them. */
@Component("sandboxWechatPhones")
@Profile("sandbox")
public final class WechatPhones extends Phones {

    private static final String OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试";

    private final WechatPush push;
    private final WechatWindows windows;

    WechatPhones(WechatPush push, WechatWindows windows, Clock clock) {
        super(clock);
        this.push = push;
        this.windows = windows;
    }

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
}
