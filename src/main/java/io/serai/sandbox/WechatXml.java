package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the platform writes when a follower does something. */
final class WechatXml {

    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis() * 1000);

    private WechatXml() {}

    /** The XML of a message; null if a phone cannot send this. */
    static @Nullable String message(String user, long seconds, JsonNode content) {
        Map<String, String> fields = new LinkedHashMap<>();
        String type = content.path("type").asText();
        switch (type) {
            case "text" -> fields.put("Content", content.path("text").asText());
            case "image" -> {
                fields.put("PicUrl", content.path("url").asText("http://mmbiz.qpic.cn/sandbox/0"));
                fields.put("MediaId", content.path("media").asText("sandbox-image"));
            }
            case "voice" -> {
                fields.put("MediaId", content.path("media").asText("sandbox-voice"));
                fields.put("Format", "amr");
                fields.put("Recognition", content.path("transcript").asText());
            }
            case "location" -> {
                fields.put("Location_X", content.path("latitude").asText());
                fields.put("Location_Y", content.path("longitude").asText());
                fields.put("Scale", "16");
                fields.put("Label", content.path("label").asText());
            }
            case "link" -> {
                fields.put("Title", content.path("title").asText());
                fields.put("Description", content.path("description").asText());
                fields.put("Url", content.path("url").asText());
            }
            default -> {
                return null;
            }
        }
        return write(user, seconds, type, fields, true);
    }

    /**
     * The XML of an event.
     *
     * @param name by the platform's own name, such as {@code subscribe} or {@code CLICK}
     * @param key the menu's key or the scene, may be empty
     */
    static String event(String user, long seconds, String name, String key) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Event", name);
        fields.put("EventKey", key);
        return write(user, seconds, "event", fields, false);
    }

    /** What stands around a sealed message. */
    static String sealed(String encrypt) {
        return "<xml>"
                + element("ToUserName", WechatApp.GH_ID)
                + element("Encrypt", encrypt)
                + "</xml>";
    }

    /** The text within an element of a reply; null if there is none. */
    static @Nullable String field(String xml, String name) {
        Matcher element =
                Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL).matcher(xml);
        if (!element.find()) {
            return null;
        }
        return element.group(1).replaceAll("(?s)<!\\[CDATA\\[(.*?)]]>", "$1");
    }

    private static String write(
            String user, long seconds, String type, Map<String, String> fields, boolean id) {
        StringBuilder xml = new StringBuilder("<xml>\n");
        xml.append(element("ToUserName", WechatApp.GH_ID)).append('\n');
        xml.append(element("FromUserName", user)).append('\n');
        xml.append("<CreateTime>").append(seconds).append("</CreateTime>\n");
        xml.append(element("MsgType", type)).append('\n');
        fields.forEach((name, value) -> xml.append(element(name, value)).append('\n'));
        if (id) {
            xml.append("<MsgId>").append(IDS.incrementAndGet()).append("</MsgId>\n");
        }
        return xml.append("</xml>").toString();
    }

    private static String element(String name, String text) {
        String safe = text.replace("]]>", "]]]]><![CDATA[>");
        return "<" + name + "><![CDATA[" + safe + "]]></" + name + ">";
    }
}
