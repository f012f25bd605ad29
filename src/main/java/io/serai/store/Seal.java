package io.serai.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the store with AES-256-GCM, each bound to its name, so that a dump of the
 * database gives none away and none can be put in another's place.
 */
public final class Seal {

    private static final String SEALED = "gcm:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    /** By the name that stands beside what they sealed; the first one seals. */
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    /**
     * With keys of any length and form.
     *
     * @param keys the first one seals, any opens; none: nothing is sealed
     */
    public Seal(List<String> keys) {
        for (String key : keys) {
            String name = HexFormat.of().formatHex(hash("name of " + key), 0, 4);
            this.keys.putIfAbsent(name, new SecretKeySpec(hash("serai store " + key), "AES"));
        }
    }

    /** False if there is no key. */
    public boolean seals() {
        return !keys.isEmpty();
    }

    /** True if it was sealed, with whatever key. */
    static boolean isSealed(String stored) {
        return stored.startsWith(SEALED);
    }

    /**
     * The secret as the store may have it; as it is without a key.
     *
     * @param name whose it is; it only opens under the same
     */
    public String seal(String name, String secret) {
        if (keys.isEmpty()) {
            return secret;
        }
        Map.Entry<String, SecretKeySpec> key = keys.entrySet().iterator().next();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key.getValue(), nonce, name)
                            .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return SEALED + key.getKey() + ":" + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM", e);
        }
    }

    /**
     * What was sealed under this name; what never was comes back as it is.
     *
     * @throws IllegalStateException if none of the keys opens it
     */
    public String open(String name, String stored) {
        if (!isSealed(stored)) {
            return stored;
        }
        String[] parts = stored.split(":", 3);
        SecretKeySpec key = keys.get(parts[1]);
        if (parts.length < 3 || key == null) {
            throw new IllegalStateException(
                    "The key that sealed "
                            + name
                            + " in the store is neither among serai.security.store-keys nor"
                            + " serai.security.secret; put it back, on every node");
        }
        try {
            byte[] all = Base64.getDecoder().decode(parts[2]);
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, key, nonce, name)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    name + " in the store was changed by somebody; remove it there", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String name)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
