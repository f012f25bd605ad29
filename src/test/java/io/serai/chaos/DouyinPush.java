package io.serai.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/** Douyin's webhook, with the app of profile {@code sandbox}. */
final class DouyinPush implements Push {

    private static final String CLIENT_KEY = "awsandbox0000001";
    private static final String CLIENT_SECRET = "sandbox-douyin-secret";
    private static final String OPERATOR = "_000sandboxOperatorFlagship00001";

    @Override
    public String channel() {
        return "douyin";
    }

    @Override
    public HttpRequest request(URI hub, Written written) {
        byte[] body = event(written).toString().getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(hub.resolve("/channels/douyin/main"))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .header("X-Douyin-Signature", signature(body))
                .header("Msg-Id", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static ObjectNode event(Written written) {
        ObjectNode event =
                Line.JSON
                        .createObjectNode()
                        .put("event", "im_receive_msg")
                        .put("client_key", CLIENT_KEY)
                        .put("from_user_id", written.user())
                        .put("to_user_id", OPERATOR);
        ObjectNode content =
                event.putObject("content")
                        .put("conversation_short_id", "@conversation-" + written.user())
                        .put("server_message_id", "@message-" + written.id())
                        .put("conversation_type", 1)
                        .put("create_time", written.millis())
                        .put("source", "")
                        .put("message_type", "text")
                        .put("text", written.words());
        content.putArray("user_infos")
                .addObject()
                .put("open_id", written.user())
                .put("nick_name", "抖音用户")
                .put("avatar", "");
        return event;
    }

    private static String signature(byte[] body) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(CLIENT_SECRET.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha1.digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
