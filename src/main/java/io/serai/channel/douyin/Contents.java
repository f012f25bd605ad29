package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Content;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a message says, by the platform's {@code message_type}. */
final class Contents {

    private static final String FILLED_IN = "2";
    private static final Set<String> NOT_OF_INTEREST =
            Set.of("conversation_short_id", "server_message_id", "create_time", "log_id");

    private Contents() {}

    static Content of(Envelope envelope) {
        String type = envelope.text("message_type");
        return switch (type) {
            case "text" -> new Content.Text(envelope.text("text"));
            // Without an address by the platform's policy: only its app shows it.
            case "image", "emoji" -> image(envelope, null);
            // Fetched with the message's id from /api/im/message/resources/.
            case "user_local_image" -> image(envelope, some(envelope.text("server_message_id")));
            case "user_local_video" ->
                    new Content.Video(
                            some(envelope.text("resource_url")),
                            some(envelope.text("server_message_id")),
                            null,
                            null);
            case "video" ->
                    new Content.Video(
                            some(envelope.text("resource_url")),
                            some(envelope.text("item_id")),
                            null,
                            null);
            case "retain_consult_card" -> form(envelope);
            default -> new Content.Unsupported(type.isEmpty() ? "other" : type, envelope.raw());
        };
    }

    /** The scalars of the content by the platform's own names, without what has its own place. */
    static Map<String, String> fields(Envelope envelope) {
        Map<String, String> fields = new LinkedHashMap<>();
        envelope.content()
                .properties()
                .forEach(
                        field -> {
                            String value = envelope.text(field.getKey());
                            if (!value.isEmpty() && !NOT_OF_INTEREST.contains(field.getKey())) {
                                fields.put(field.getKey(), value);
                            }
                        });
        return fields;
    }

    static @Nullable String some(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Content image(Envelope envelope, @Nullable String media) {
        return new Content.Image(
                some(envelope.text("resource_url")),
                media,
                envelope.number("resource_width"),
                envelope.number("resource_height"));
    }

    private static Content form(Envelope envelope) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (JsonNode row : envelope.content().path("card_data")) {
            String label = row.path("label").asText();
            String free = label;
            for (int i = 2; fields.containsKey(free); i++) {
                free = label + " " + i;
            }
            fields.put(free, row.path("value").asText());
        }
        String title = FILLED_IN.equals(envelope.text("card_status")) ? "留资卡片（已填写）" : "留资卡片（未填写）";
        return new Content.Card("form", title, fields);
    }
}
