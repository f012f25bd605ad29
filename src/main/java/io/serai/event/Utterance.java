package io.serai.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What a client or a bot says of its own, as docs/protocol.md has it: no signal, nothing only a
 * platform can vouch for, and nothing that a channel could not send or a screen not show.
 */
public final class Utterance {

    private static final String KINDS =
            "\"content\" must be text, image, voice, video, file, location, link or card";
    private static final String PLACE =
            "A location needs its \"latitude\", -90 to 90, and its \"longitude\", -180 to 180";

    private Utterance() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is none; the message names the field
     */
    public static Content of(JsonNode json) {
        Content content;
        try {
            content = Json.MAPPER.treeToValue(json, Content.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "\"content\" is not one of the kinds that docs/protocol.md names; check its"
                            + " fields",
                    e);
        }
        String lack = content == null ? KINDS : lack(content, json);
        if (lack != null) {
            throw new IllegalArgumentException(lack);
        }
        return content;
    }

    private static @Nullable String lack(Content content, JsonNode json) {
        return switch (content) {
            case Content.Signal signal -> KINDS;
            case Content.Unsupported unsupported -> KINDS;
            case Content.Text text when isEmpty(text.text()) -> "A text needs its \"text\"";
            case Content.Link link when isEmpty(link.url()) -> "A link needs its \"url\"";
            case Content.Card card when isEmpty(card.kind()) -> "A card needs its \"kind\"";
            case Content.Card card when card.fields().values().stream().anyMatch(Objects::isNull) ->
                    "A card's \"fields\" must be texts";
            case Content.File file when file.size() < 0 ->
                    "A file's \"size\" is in bytes; leave it out if it is not known";
            case Content.Location place when !isOnEarth(place, json) -> PLACE;
            default -> null;
        };
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static boolean isOnEarth(Content.Location place, JsonNode json) {
        return json.hasNonNull("latitude")
                && json.hasNonNull("longitude")
                && Math.abs(place.latitude()) <= 90
                && Math.abs(place.longitude()) <= 180;
    }
}
