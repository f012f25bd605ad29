package io.serai.publish;

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
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes subscribers' secrets, and seals them for the store with AES-256-GCM, each bound to its
 * subscription, so that a dump of the database gives none away. Without a key they are stored as
 * they are.
 */
final class SecretBox {

    private static final String PREFIX = "whsec_";
    private static final String PLAIN = "plain:";
    private static final String SEALED = "gcm:";
    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    /** By the name that stands beside what they sealed; the first one seals. */
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    SecretBox(List<String> keys) {
        for (String key : keys) {
            byte[] made = hash("serai webhook secrets " + key);
            String name = HexFormat.of().formatHex(hash("name of " + key), 0, 4);
            this.keys.put(name, new SecretKeySpec(made, "AES"));
        }
    }

    boolean seals() {
        return !keys.isEmpty();
    }

    /** A new secret, as Standard Webhooks writes it. */
    String make() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    String seal(UUID webhook, String secret) {
        if (keys.isEmpty()) {
            return PLAIN + secret;
        }
        Map.Entry<String, SecretKeySpec> key = keys.entrySet().iterator().next();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key.getValue(), nonce, webhook);
            byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return SEALED + key.getKey() + ":" + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws IllegalStateException if none of the keys opens it
     */
    String open(UUID webhook, String stored) {
        if (stored.startsWith(PLAIN)) {
            return stored.substring(PLAIN.length());
        }
        String[] parts = stored.split(":", 3);
        SecretKeySpec key = parts.length == 3 ? keys.get(parts[1]) : null;
        if (key == null) {
            throw new IllegalStateException(
                    "The key that sealed a webhook's secret is not among serai.webhooks.keys; put"
                            + " it back, or rotate the secret");
        }
        byte[] all = Base64.getDecoder().decode(parts[2]);
        try {
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, webhook);
            return new String(
                    cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "A webhook's secret in the store was changed by somebody; rotate it", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, UUID webhook)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(webhook.toString().getBytes(StandardCharsets.US_ASCII));
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
