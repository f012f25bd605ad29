package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Content;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a content goes out: as one of the platform's kinds, or in words. */
final class Parts {

    /** The longest text the platform takes, in UTF-16 units. */
    static final int LONGEST = 1000;

    private static final int LOOK_BACK = 200;

    private Parts() {}

    /** The {@code content} of each send, in order; empty if there is nothing to send. */
    static List<ObjectNode> of(Content content) {
        return switch (content) {
            case Content.Image image when image.media() != null ->
                    List.of(part(2, "image", "media_id", image.media()));
            case Content.Video video when video.media() != null ->
                    List.of(part(3, "video", "item_id", video.media()));
            default -> split(words(content)).stream().map(t -> part(1, "text", "text", t)).toList();
        };
    }

    /**
     * True if the last of a content's sends is what the platform shows: once that one was taken the
     * others were. Of pictures and films it shows nothing by which they could be told apart.
     */
    static boolean endsWith(Content content, Envelope shown) {
        List<ObjectNode> parts = of(content);
        String type = shown.text("message_type");
        if (parts.isEmpty()) {
            return false;
        }
        ObjectNode last = parts.getLast();
        return switch (last.path("msg_type").asInt()) {
            case 2 -> type.equals("image") || type.equals("user_local_image");
            case 3 -> type.equals("video") || type.equals("user_local_video");
            default ->
                    type.equals("text")
                            && shown.text("text")
                                    .strip()
                                    .equals(last.path("text").path("text").asText());
        };
    }

    /** Cut between characters as people see them, after a line or a sentence where one ends. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        String rest = text.strip();
        while (rest.length() > LONGEST) {
            characters.setText(rest);
            int end = characters.preceding(LONGEST + 1);
            int cut = sentence(rest, end > 0 ? end : LONGEST);
            parts.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        return parts;
    }

    private static int sentence(String text, int end) {
        for (int i = end; i > end - LOOK_BACK && i > 0; i--) {
            if ("\n。！？；.!?".indexOf(text.charAt(i - 1)) >= 0) {
                return i;
            }
        }
        return end;
    }

    private static String words(Content content) {
        return switch (content) {
            case Content.Text text -> text.text();
            case Content.Image image -> lines("[图片]", image.url());
            case Content.Video video -> lines(or(video.title(), "[视频]"), video.url());
            case Content.Voice voice -> lines(or(voice.transcript(), "[语音]"), voice.url());
            case Content.File file -> lines(or(file.name(), "[文件]"), file.url());
            case Content.Location place ->
                    lines(place.label(), place.latitude() + ", " + place.longitude());
            case Content.Link link -> lines(link.title(), link.description(), link.url());
            case Content.Card card ->
                    lines(
                            card.title(),
                            card.fields().entrySet().stream()
                                    .map(Parts::line)
                                    .collect(Collectors.joining("\n")));
            case Content.Signal signal -> "";
            case Content.Unsupported unsupported -> "";
        };
    }

    private static String line(Map.Entry<String, String> field) {
        return field.getKey() + "：" + field.getValue();
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static String lines(@Nullable String... lines) {
        return Stream.of(lines)
                .filter(line -> line != null && !line.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static ObjectNode part(int type, String kind, String field, String value) {
        ObjectNode part = Json.MAPPER.createObjectNode();
        part.put("msg_type", type).putObject(kind).put(field, value);
        return part;
    }
}
