package io.serai.channel.wechat;

import io.serai.channel.wechat.Refused.Reason;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.event.Sender;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Turns a push into the hub's own event. What it has no kind for is kept whole as {@link
 * Content.Unsupported}.
 *
 * <p>A message's key is {@code MsgId:CreateTime}: the platform has been seen to give one MsgId
 * twice. Events have no MsgId; theirs is {@code CreateTime:Event}, with the EventKey or MsgID where
 * there is one. The user is part of the address, and so of what is unique.
 */
final class Normaliser {

    private static final int LONGEST_USER = 128;

    private Normaliser() {}

    static Inbound normalise(String channel, String account, Payload push) throws Refused {
        String type = push.required("MsgType");
        Instant time = time(push.required("CreateTime"));
        boolean event = type.equals("event");
        String name = event ? push.required("Event") : type;
        if (event && Signals.ofAccount(name)) {
            String key = eventKey(push, time, name) + ":" + user(push);
            return new Inbound.AccountEvent(channel, account, key, name, push.raw());
        }
        String user = user(push);
        Content content = event ? Signals.content(name, push) : message(type, push);
        return new Inbound.Said(
                new Address(channel, account, user),
                event ? eventKey(push, time, name) : messageKey(push, time, type),
                Sender.customer(user, null),
                content,
                time,
                profile(push),
                Map.of());
    }

    private static Content message(String type, Payload push) {
        return switch (type) {
            case "text" -> new Content.Text(text(push), push.filled("bizmsgmenuid"));
            case "image" -> new Content.Image(push.filled("PicUrl"), push.filled("MediaId"), 0, 0);
            case "voice" ->
                    new Content.Voice(
                            null,
                            push.filled("MediaId"),
                            push.filled("Format"),
                            push.filled("Recognition"));
            case "video", "shortvideo" ->
                    new Content.Video(
                            null, push.filled("MediaId"), push.filled("ThumbMediaId"), null);
            case "location" -> location(push);
            case "link" -> link(push);
            case "miniprogrampage" ->
                    new Content.Card(
                            "mini-program",
                            push.filled("Title"),
                            Signals.fields(push, "Title", "MsgId"));
            default -> new Content.Unsupported(type, push.raw());
        };
    }

    private static String text(Payload push) {
        String text = push.get("Content");
        return text == null ? "" : text;
    }

    private static Content location(Payload push) {
        try {
            double latitude = Double.parseDouble(String.valueOf(push.get("Location_X")));
            double longitude = Double.parseDouble(String.valueOf(push.get("Location_Y")));
            // JSON has no number that is none, and a client is promised two numbers.
            return Double.isFinite(latitude) && Double.isFinite(longitude)
                    ? new Content.Location(latitude, longitude, push.filled("Label"))
                    : new Content.Unsupported("location", push.raw());
        } catch (NumberFormatException e) {
            return new Content.Unsupported("location", push.raw());
        }
    }

    private static Content link(Payload push) {
        String url = push.filled("Url");
        return url == null
                ? new Content.Unsupported("link", push.raw())
                : new Content.Link(push.filled("Title"), push.filled("Description"), url, null);
    }

    private static Map<String, String> profile(Payload push) {
        String unionId = push.filled("UnionId");
        return unionId == null ? Map.of() : Map.of("unionid", unionId);
    }

    private static String messageKey(Payload push, Instant time, String type) {
        String id = push.filled("MsgId");
        return id == null
                ? time.getEpochSecond() + ":" + type + ":" + checksum(push.raw())
                : id + ":" + time.getEpochSecond();
    }

    private static String eventKey(Payload push, Instant time, String name) {
        @Nullable String what = push.filled("EventKey");
        what = what == null ? push.filled("MsgID") : what;
        return time.getEpochSecond() + ":" + name + (what == null ? "" : ":" + what);
    }

    private static String checksum(String raw) {
        CRC32 crc = new CRC32();
        crc.update(raw.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static String user(Payload push) throws Refused {
        String user = push.required("FromUserName");
        if (user.length() > LONGEST_USER || user.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new Refused(Reason.BODY, "FromUserName is not an openid");
        }
        return user;
    }

    private static Instant time(String seconds) throws Refused {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            throw new Refused(Reason.BODY, "CreateTime is not in seconds");
        }
    }
}
