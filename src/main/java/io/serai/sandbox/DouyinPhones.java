package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;

/** The customers' phones with the Douyin app on them. */
@Component("sandboxDouyinPhones")
@Profile("sandbox")
public final class DouyinPhones extends Phones {

    private final DouyinEvents events;
    private final DouyinPush push;

    DouyinPhones(DouyinEvents events, DouyinPush push, Clock clock) {
        super(clock);
        this.events = events;
        this.push = push;
    }

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
}
