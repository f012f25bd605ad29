package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.sandbox.DouyinMessageId.Origin;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** The platform's events, in the shapes its documentation shows. */
@Component
@Profile("sandbox")
final class DouyinEvents {

    private static final String LI_SI = "_000sandboxCustomerLiSi0000000002";

    private final DouyinApp app;

    DouyinEvents(DouyinApp app) {
        this.app = app;
    }

    /** {@code im_receive_msg}: the customer wrote something. */
    ObjectNode written(String user, JsonNode content, Instant now) {
        ObjectNode event = event("im_receive_msg", user, app.operator());
        ObjectNode said = message(Origin.WRITTEN, user, now).put("source", "");
        switch (content.path("type").asText()) {
            case "text" ->
                    said.put("message_type", "text").put("text", content.path("text").asText());
            case "image" ->
                    said.put("message_type", "user_local_image")
                            .put("resource_type", "image")
                            .put("resource_width", 1080)
                            .put("resource_height", 1440)
                            .put("resource_url", "");
            default -> said.put("message_type", "other");
        }
        event.set("content", said);
        return event;
    }

    /** {@code im_enter_direct_msg}: the page was opened. Its content is a string. */
    ObjectNode entered(String user, Instant now) {
        ObjectNode content = message(Origin.ENTERED, user, now).put("scene_type", 4);
        return event("im_enter_direct_msg", user, app.operator())
                .put("content", Json.write(content));
    }

    /** {@code im_message_read}: the customer has seen everything. */
    ObjectNode read(String user, Instant now) {
        ObjectNode event = event("im_message_read", user, app.operator());
        event.putObject("content")
                .put("conversation_short_id", conversation(user))
                .put("index", String.valueOf(now.toEpochMilli() * 1000))
                .put("conversation_type", 1)
                .put("read_open_id", user);
        return event;
    }

    /** {@code im_send_msg}: the echo of what came through the API. */
    ObjectNode echoed(String user, String messageId, Content content, Instant now) {
        ObjectNode event = event("im_send_msg", app.operator(), user);
        ObjectNode said =
                message(Origin.SENT, user, now)
                        .put("server_message_id", messageId)
                        .put("source", app.clientKey());
        switch (content) {
            case Content.Text text -> said.put("message_type", "text").put("text", text.text());
            case Content.Image image -> said.put("message_type", "user_local_image");
            case Content.Video video ->
                    said.put("message_type", "video").put("item_id", video.media());
            default -> said.put("message_type", "other");
        }
        event.set("content", said);
        return event;
    }

    /** The platform's id of a conversation with this customer; the same for ever. */
    static String conversation(String user) {
        String inside = "conversation|" + user;
        return "@" + Base64.getEncoder().encodeToString(inside.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode event(String name, String from, String to) {
        return Json.MAPPER
                .createObjectNode()
                .put("event", name)
                .put("client_key", app.clientKey())
                .put("from_user_id", from)
                .put("to_user_id", to)
                .put("log_id", UUID.randomUUID().toString());
    }

    private ObjectNode message(Origin origin, String user, Instant now) {
        ObjectNode content =
                Json.MAPPER
                        .createObjectNode()
                        .put("conversation_short_id", conversation(user))
                        .put("server_message_id", DouyinMessageId.next(origin, user, now).text())
                        .put("conversation_type", 1)
                        .put("create_time", now.toEpochMilli());
        content.putArray("user_infos")
                .addObject()
                .put("open_id", user)
                .put("nick_name", user.equals(LI_SI) ? "李四" : "抖音用户")
                .put("avatar", "");
        return content;
    }
}
