package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Content;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bodies for {@code /cgi-bin/message/custom/send}. What the API has no kind for is told in
 * words, so that the customer gets something to go by.
 */
final class SendBody {

    private final String user;
    private final boolean mini;

    private SendBody(String user, boolean mini) {
        this.user = user;
        this.mini = mini;
    }

    /**
     * One body for each message to send; a text beyond the limit makes several.
     *
     * @param user the openid
     * @param mini true for a mini program, whose API knows fewer kinds
     */
    static List<String> of(String user, boolean mini, Content content) {
        return new SendBody(user, mini).bodies(content);
    }

    private List<String> bodies(Content content) {
        return switch (content) {
            case Content.Text text -> texts(text.text());
            case Content.Image image when image.media() != null ->
                    one("image", Map.of("media_id", image.media()));
            case Content.Voice voice when voice.media() != null && !mini ->
                    one("voice", Map.of("media_id", voice.media()));
            case Content.Video video when video.media() != null && !mini -> video(video);
            case Content.Link link -> link(link);
            case Content.Card card when card.kind().equals("mini-program") -> page(card);
            default -> texts(words(content));
        };
    }

    private List<String> texts(String text) {
        return Texts.split(Texts.xml(text), Texts.LONGEST).stream()
                .flatMap(piece -> one("text", Map.of("content", piece)).stream())
                .toList();
    }

    private List<String> video(Content.Video video) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        fields.put("media_id", video.media());
        put(fields, "thumb_media_id", video.thumbnail());
        put(fields, "title", video.title());
        return one("video", fields);
    }

    private List<String> link(Content.Link link) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        fields.put("title", link.title() == null ? link.url() : link.title());
        fields.put("description", link.description() == null ? "" : link.description());
        fields.put("url", link.url());
        put(fields, mini ? "thumb_url" : "picurl", link.thumbnail());
        if (mini) {
            return one("link", fields);
        }
        ObjectNode news = Json.MAPPER.createObjectNode();
        news.putArray("articles").add(fields);
        return one("news", news);
    }

    private List<String> page(Content.Card card) {
        String path = card.fields().get("PagePath");
        String thumb = card.fields().get("ThumbMediaId");
        String appId = card.fields().get("AppId");
        if (path == null || thumb == null || (!mini && appId == null)) {
            return texts(words(card));
        }
        ObjectNode fields = Json.MAPPER.createObjectNode();
        fields.put("title", card.title() == null ? "" : card.title());
        if (!mini) {
            fields.put("appid", appId);
        }
        fields.put("pagepath", path);
        fields.put("thumb_media_id", thumb);
        return one("miniprogrampage", fields);
    }

    private static String words(Content content) {
        return switch (content) {
            case Content.Image image -> line("[图片]", image.url());
            case Content.Voice voice -> line("[语音]", voice.transcript(), voice.url());
            case Content.Video video -> line("[视频]", video.title(), video.url());
            case Content.File file -> line("[文件]", file.name(), file.url());
            case Content.Location place ->
                    line("[位置]", place.label(), place.latitude() + "," + place.longitude());
            case Content.Card card -> card(card);
            case Content.Link link -> line("[链接]", link.title(), link.url());
            case Content.Text text -> text.text();
            case Content.Signal signal -> "[" + signal.name() + "]";
            case Content.Unsupported other -> "[" + other.original() + "]";
        };
    }

    private static String card(Content.Card card) {
        return Stream.concat(
                        Stream.ofNullable(card.title()),
                        card.fields().entrySet().stream()
                                .map(field -> field.getKey() + "：" + field.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(@Nullable String... words) {
        return Stream.of(words)
                .filter(word -> word != null && !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static void put(ObjectNode fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private List<String> one(String type, Object fields) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("touser", user);
        body.put("msgtype", type);
        body.set(type, Json.MAPPER.valueToTree(fields));
        return List.of(Json.write(body));
    }
}
