package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.Refused.Reason;
import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.event.Json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads what the platform pushes, XML or JSON, told apart by the first character alone. */
final class PayloadReader {

    /** 1 MB, far above what the platform sends. */
    static final int LARGEST = 1 << 20;

    /** Given twice, these could mean two things; the verified one and the used one may differ. */
    private static final Set<String> ONCE =
            Set.of(
                    "Encrypt",
                    "ToUserName",
                    "FromUserName",
                    "CreateTime",
                    "MsgType",
                    "MsgId",
                    "Event",
                    "EventKey",
                    "Content");

    private PayloadReader() {}

    static Payload read(byte[] body, Format format) throws Refused {
        if (body.length > LARGEST) {
            throw new Refused(Reason.SIZE, "the body is larger than 1 MB");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return read(text, format);
        } catch (CharacterCodingException e) {
            throw new Refused(Reason.BODY, "the body is not UTF-8");
        }
    }

    static Payload read(String text, Format format) throws Refused {
        String document = text.strip();
        char first = document.isEmpty() ? ' ' : document.charAt(0);
        if (first == '<' && format != Format.JSON) {
            // Customers' words may hold control characters, and the platform passes them on as they
            // are; no reader of XML takes them.
            return new Payload(new XmlFields().read(Texts.xml(document)), text, true);
        }
        if (first == '{' && format != Format.XML) {
            return new Payload(json(document), text, false);
        }
        throw new Refused(Reason.BODY, "the body is not of the account's format " + format);
    }

    /** Adds a field; repeated ones are joined, unless that would make the push ambiguous. */
    static void add(Map<String, String> fields, String name, String value) throws Refused {
        String before = fields.putIfAbsent(name, value);
        if (before == null) {
            return;
        }
        if (ONCE.contains(name)) {
            throw new Refused(Reason.BODY, name + " is given twice");
        }
        fields.put(name, before + "," + value);
    }

    private static Map<String, String> json(String document) throws Refused {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            JsonNode root = Json.MAPPER.readTree(document);
            if (!root.isObject()) {
                throw new Refused(Reason.BODY, "the JSON is not an object");
            }
            flatten(root, "", fields);
        } catch (IOException e) {
            throw new Refused(Reason.BODY, "the JSON cannot be read");
        }
        return fields;
    }

    private static void flatten(JsonNode node, String path, Map<String, String> fields)
            throws Refused {
        if (node.isArray()) {
            for (JsonNode item : node) {
                flatten(item, path, fields);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                flatten(field.getValue(), name, fields);
            }
        } else if (!node.isNull()) {
            add(fields, path, node.asText());
        }
    }
}
