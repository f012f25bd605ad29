package io.serai.business;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies and makes the symmetric signatures of Standard Webhooks (v1). */
public final class WebhookSignature {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Pattern ID = Pattern.compile("[!-~&&[^.]]{1,256}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_KEY = 16;

    private final List<byte[]> keys;
    private final Clock clock;

    WebhookSignature(List<String> secrets, Clock clock) {
        this.keys = secrets.stream().map(WebhookSignature::key).toList();
        this.clock = clock;
    }

    /**
     * The key that a secret stands for.
     *
     * @param secret base64, with {@code whsec_} before it or not
     * @throws IllegalArgumentException if it is not a secret; the message does not show it
     */
    public static byte[] key(String secret) {
        try {
            byte[] key =
                    Base64.getDecoder()
                            .decode(
                                    secret.startsWith(PREFIX)
                                            ? secret.substring(PREFIX.length())
                                            : secret);
            if (key.length >= SHORTEST_KEY) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the text.
        }
        throw new IllegalArgumentException(
                "serai.events.secret must be whsec_ and the base64 of at least 16 bytes");
    }

    boolean verifies(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signatures,
            byte[] body) {
        if (id == null
                || timestamp == null
                || signatures == null
                || !ID.matcher(id).matches()
                || !SECONDS.matcher(timestamp).matches()
                || Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp))
                        > WINDOW.toSeconds()) {
            return false;
        }
        byte[] signed = content(id, timestamp, body);
        boolean verified = false;
        for (byte[] key : keys) {
            byte[] expected = ("v1," + mac(key, signed)).getBytes(StandardCharsets.UTF_8);
            for (String given : signatures.split(" ")) {
                verified |= MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
            }
        }
        return verified;
    }

    /**
     * The signature of a message by one key, {@code v1,} and base64.
     *
     * @param id {@code webhook-id}, without a dot
     * @param timestamp {@code webhook-timestamp}, seconds
     */
    public static String sign(byte[] key, String id, long timestamp, byte[] body) {
        return "v1," + mac(key, content(id, String.valueOf(timestamp), body));
    }

    private static byte[] content(String id, String timestamp, byte[] body) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return signed.toByteArray();
    }

    private static String mac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
