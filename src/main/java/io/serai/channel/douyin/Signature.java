package io.serai.channel.douyin;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The platform's signature: {@code hex(SHA1(client_secret ‖ raw body))}, a plain concatenation and
 * no HMAC.
 *
 * <p>It can be extended by who has seen a signed body; the appended bytes contain the hash's own
 * padding (0x80, 0x00), which {@link StrictJson} never accepts. That is why both stand together.
 */
final class Signature {

    private static final HexFormat HEX = HexFormat.of();
    private static final int LENGTH = 20;

    private Signature() {}

    /**
     * Compares in constant time.
     *
     * @param header {@code X-Douyin-Signature} as it came, in either case; null if it was missing
     */
    static boolean matches(String secret, byte[] body, @Nullable String header) {
        if (header == null || header.length() != 2 * LENGTH) {
            return false;
        }
        byte[] claimed;
        try {
            claimed = HEX.parseHex(header);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(of(secret, body), claimed);
    }

    /** The twenty bytes the platform would send as hex. */
    static byte[] of(String secret, byte[] body) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(secret.getBytes(StandardCharsets.UTF_8));
            return sha1.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
