package io.serai.chaos;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** WeChat's push in safe mode, with the account of profile {@code sandbox}. */
final class WechatPush implements Push {

    private static final String TOKEN = "sandboxWechatToken";
    private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final String APP_ID = "wxsandbox00000001";
    private static final int BLOCK = 32;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String channel() {
        return "wechat";
    }

    @Override
    public HttpRequest request(URI hub, Written written) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        String nonce = Long.toString(1_000_000_000L + random.nextInt(900_000_000));
        String sealed = sealed(xml(written));
        String query =
                "?signature=%s&timestamp=%s&nonce=%s&openid=%s&encrypt_type=aes&msg_signature=%s"
                        .formatted(
                                signature(timestamp, nonce),
                                timestamp,
                                nonce,
                                written.user(),
                                signature(timestamp, nonce, sealed));
        String body =
                "<xml><ToUserName><![CDATA[gh_sandbox0001]]></ToUserName><Encrypt><![CDATA["
                        + sealed
                        + "]]></Encrypt></xml>";
        return HttpRequest.newBuilder(hub.resolve("/channels/wechat/main" + query))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String xml(Written written) {
        return """
        <xml><ToUserName><![CDATA[gh_sandbox0001]]></ToUserName>\
        <FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%d</CreateTime>\
        <MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content>\
        <MsgId>%d</MsgId></xml>\
        """
                .formatted(written.user(), written.millis() / 1_000, written.words(), written.id());
    }

    private static String signature(String... parts) {
        String joined =
                Stream.concat(Stream.of(TOKEN), Stream.of(parts))
                        .sorted()
                        .collect(Collectors.joining());
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-1")
                                    .digest(joined.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    private String sealed(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] id = APP_ID.getBytes(StandardCharsets.UTF_8);
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        int length = salt.length + Integer.BYTES + text.length + id.length;
        byte[] plain = new byte[(length / BLOCK + 1) * BLOCK];
        Arrays.fill(plain, length, plain.length, (byte) (plain.length - length));
        ByteBuffer.wrap(plain).put(salt).putInt(text.length).put(text).put(id);
        byte[] key = Base64.getDecoder().decode(AES_KEY + "=");
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(Arrays.copyOf(key, 16)));
            return Base64.getEncoder().encodeToString(aes.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES", e);
        }
    }
}
