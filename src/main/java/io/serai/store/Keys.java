package io.serai.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Makes deduplication keys from what they are unique within and what is unique. 128 bits of a
 * SHA-256 stand for both: small in an index, and no two keys will ever share them.
 */
public final class Keys {

    private Keys() {}

    /**
     * A key that is unique for ever.
     *
     * @param scope a conversation's id, an account or a system
     * @param key what its author calls it, however long
     */
    public static UUID of(String scope, String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((scope + '/' + key).getBytes(StandardCharsets.UTF_8));
            ByteBuffer bits = ByteBuffer.wrap(hash);
            return new UUID(bits.getLong(), bits.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
