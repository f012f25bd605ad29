package io.serai.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes deduplication keys: what they are unique within, then what is unique. */
public final class Keys {

    private static final int LONGEST = 300;

    private Keys() {}

    /**
     * A key that is unique for ever.
     *
     * @param scope a conversation's id, an account or a system
     * @param key what its author calls it; over 300 characters its SHA-256 stands for it
     */
    public static String of(String scope, String key) {
        return scope + '/' + (key.length() <= LONGEST ? key : digest(key));
    }

    private static String digest(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
