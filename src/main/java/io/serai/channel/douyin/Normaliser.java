package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.event.Sender;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns a verified webhook into the hub's one event model.
 *
 * <p>The key by which a repeat is known comes from the signed body only: the message's own id, or a
 * hash of the body where there is none. The header {@code Msg-Id} is not signed: who replays a body
 * can give it any value, so it decides nothing. Keys are kept for ever, therefore an old event
 * needs no age limit: it is either new to the hub, and then nothing is lost, or known.
 */
final class Normaliser {

    static final String CHANNEL = "douyin";
    static final String REPLY_SCENE = "im_reply_msg";
    static final String ENTER_SCENE = "im_enter_direct_msg";

    private static final int GROUP = 2;
    private static final int LONGEST_USER = 128;

    private final String account;
    private final DouyinAccount settings;

    Normaliser(String account, DouyinAccount settings) {
        this.account = account;
        this.settings = settings;
    }

    /** True for what the hub sent through the API: the platform names our own app as its source. */
    boolean ownEcho(Envelope it) {
        return it.event().equals("im_send_msg") && it.text("source").equals(settings.clientKey());
    }

    /** What the hub sent, by the id that the answer to the call gave it too. */
    Inbound.Echo echo(Envelope it) {
        return new Inbound.Echo(
                new Address(CHANNEL, account, it.to()),
                it.text("server_message_id"),
                it.time(),
                content -> Parts.endsWith(content, it));
    }

    Inbound inbound(Envelope it) {
        return switch (it.event()) {
            case "im_receive_msg" -> said(it, false, message(it), REPLY_SCENE);
            case "im_send_msg" -> said(it, true, message(it), null);
            case "im_enter_direct_msg" ->
                    said(it, false, signal("enter", "scene_type", it), ENTER_SCENE);
            case "im_recall_msg" ->
                    said(it, operator(it.from()), signal("recall", "server_message_id", it), null);
            case "im_message_read" ->
                    said(it, operator(it.text("read_open_id")), signal("read", "index", it), null);
            case "im_authorize" -> said(it, false, signal("authorize", "source", it), null);
            case "im_group_send_msg" -> said(it, true, unsupported(it), null);
            default ->
                    it.event().startsWith("im_group_")
                            ? said(it, false, unsupported(it), null)
                            : accountEvent(it);
        };
    }

    private Inbound said(Envelope it, boolean merchant, Content content, @Nullable String scene) {
        boolean toCustomer = it.event().endsWith("_send_msg") || operator(it.from());
        String user = toCustomer ? it.to() : it.from();
        if (user.isEmpty() || user.length() > LONGEST_USER || user.indexOf('\0') >= 0) {
            // Nobody to show it under: kept all the same, with the account's own events.
            return accountEvent(it);
        }
        Map<String, String> profile = profile(it, user);
        Sender sender =
                merchant
                        ? new Sender(
                                Sender.Kind.MERCHANT,
                                settings.operatorOpenId(),
                                profile(it, settings.operatorOpenId()).get("name"))
                        : Sender.customer(user, profile.get("name"));
        return new Inbound.Said(
                new Address(CHANNEL, account, user),
                key(it),
                sender,
                content,
                it.time(),
                profile,
                scene == null || ofGroup(it) ? Map.of() : reply(it, scene));
    }

    private Inbound accountEvent(Envelope it) {
        return new Inbound.AccountEvent(CHANNEL, account, key(it), it.event(), it.raw());
    }

    private boolean operator(String openId) {
        return openId.equals(settings.operatorOpenId());
    }

    private static Content message(Envelope it) {
        return it.opened() && !ofGroup(it) ? Contents.of(it) : unsupported(it);
    }

    private static Content signal(String name, String key, Envelope it) {
        return it.opened()
                ? new Content.Signal(name, Contents.some(it.text(key)), Contents.fields(it))
                : unsupported(it);
    }

    private static Content unsupported(Envelope it) {
        return new Content.Unsupported(
                ofGroup(it) ? Content.Unsupported.EVENT + it.event() : it.event(), it.raw());
    }

    /** Said to others: the merchant may look, and is not asked. */
    private static boolean ofGroup(Envelope it) {
        return it.number("conversation_type") == GROUP || it.event().startsWith("im_group_");
    }

    private static String key(Envelope it) {
        String id = it.text("server_message_id");
        String hash = "sha256:" + sha256(it.raw());
        if (id.isEmpty()) {
            return hash;
        }
        return switch (it.event()) {
            case "im_receive_msg", "im_send_msg", "im_group_receive_msg", "im_group_send_msg" -> id;
            // Pushed once for each side that authorised the app: one recall all the same.
            case "im_recall_msg" -> "recall:" + id;
            default -> hash;
        };
    }

    private static Map<String, String> reply(Envelope it, String scene) {
        Map<String, String> reply = new LinkedHashMap<>();
        reply.put("msg_id", it.text("server_message_id"));
        reply.put("conversation_id", it.text("conversation_short_id"));
        reply.put("scene", scene);
        Instant time = it.time();
        if (time != null) {
            reply.put("at", time.toString());
        }
        if (scene.equals(REPLY_SCENE) && time != null) {
            // Stays when the customer opens the page after it, which replaces the ones above.
            reply.put(Window.WRITTEN + "msg_id", it.text("server_message_id"));
            reply.put(Window.WRITTEN + "conversation_id", it.text("conversation_short_id"));
            reply.put(Window.WRITTEN + "at", time.toString());
        }
        return reply;
    }

    private static Map<String, String> profile(Envelope it, String user) {
        Map<String, String> profile = new LinkedHashMap<>();
        for (JsonNode info : it.content().path("user_infos")) {
            if (user.equals(info.path("open_id").asText())) {
                put(profile, "name", info.path("nick_name").asText());
                put(profile, "avatar", info.path("avatar").asText());
            }
        }
        return profile;
    }

    private static void put(Map<String, String> profile, String name, String value) {
        if (!value.isEmpty()) {
            profile.put(name, value);
        }
    }

    private static String sha256(String raw) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(raw.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
