package io.serai.channel.wechat;

import io.serai.event.Content;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the platform's events mean. Their names are case-sensitive, in the platform's own mixed
 * spelling; a signal keeps it in its field {@code Event}, beside every field that came.
 */
final class Signals {

    private static final String SCENE = "qrscene_";
    private static final Set<String> ENVELOPE =
            Set.of("ToUserName", "FromUserName", "CreateTime", "MsgType", "Encrypt");

    private Signals() {}

    /** True for what concerns the account as a whole or its other services, not a conversation. */
    static boolean ofAccount(String event) {
        return switch (event) {
            case "MASSSENDJOBFINISH", "PUBLISHJOBFINISH", "debug_demo", "wxa_media_check" -> true;
            default -> event.startsWith("subscribe_msg_") || event.startsWith("xpay_");
        };
    }

    static Content content(String event, Payload push) {
        @Nullable String key = push.filled("EventKey");
        return switch (event) {
            case "subscribe" ->
                    signal(
                            "subscribe",
                            key != null && key.startsWith(SCENE)
                                    ? key.substring(SCENE.length())
                                    : key,
                            push);
            case "unsubscribe" -> signal("unsubscribe", key, push);
            case "SCAN" -> signal("scan", key, push);
            case "LOCATION" -> signal("location", null, push);
            case "VIEW", "view_miniprogram" -> signal("view", key, push);
            case "CLICK",
                    "scancode_push",
                    "scancode_waitmsg",
                    "pic_sysphoto",
                    "pic_photo_or_album",
                    "pic_weixin",
                    "location_select" ->
                    signal("menu", key, push);
            case "TEMPLATESENDJOBFINISH" -> signal("status", push.filled("MsgID"), push);
            case "kf_create_session", "kf_close_session" ->
                    signal(event, push.filled("KfAccount"), push);
            case "kf_switch_session" -> signal(event, push.filled("ToKfAccount"), push);
            case "user_authorization_revoke",
                    "user_info_modified",
                    "user_authorization_cancellation" ->
                    signal("authorize", push.filled("RevokeInfo"), push);
            case "user_enter_tempsession" -> signal("enter", push.filled("SessionFrom"), push);
            default -> new Content.Unsupported(Content.Unsupported.EVENT + event, push.raw());
        };
    }

    /** What came beside the envelope, empty fields and those named left out. */
    static Map<String, String> fields(Payload push, String... without) {
        Map<String, String> fields = new LinkedHashMap<>(push.fields());
        fields.keySet().removeAll(ENVELOPE);
        fields.keySet().removeAll(Set.of(without));
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    private static Content signal(String name, @Nullable String key, Payload push) {
        return new Content.Signal(name, key, fields(push));
    }
}
