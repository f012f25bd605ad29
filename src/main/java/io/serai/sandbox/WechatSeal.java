package io.serai.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How the platform signs and encrypts, written apart from the hub's own reading of it. */
record WechatSeal(String token, String aesKey, String appId) {

    private static final int SALT = 16;
    private static final int HEAD = SALT + Integer.BYTES;
    private static final int BLOCK = 32;

    String sign(String... parts) {
        String joined =
                Stream.concat(Stream.of(token), Stream.of(parts))
                        .sorted()
                        .collect(Collectors.joining());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(joined.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String encrypt(String message, byte[] salt) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] id = appId.getBytes(StandardCharsets.UTF_8);
        int length = HEAD + text.length + id.length;
        byte[] plain = new byte[(length / BLOCK + 1) * BLOCK];
        Arrays.fill(plain, length, plain.length, (byte) (plain.length - length));
        ByteBuffer.wrap(plain).put(salt).putInt(text.length).put(text).put(id);
        return Base64.getEncoder().encodeToString(crypt(Cipher.ENCRYPT_MODE, plain));
    }

    String decrypt(String encrypted) {
        byte[] plain = crypt(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(encrypted));
        int length = ByteBuffer.wrap(plain).getInt(SALT);
        int end = plain.length - plain[plain.length - 1];
        String id = new String(plain, HEAD + length, end - HEAD - length, StandardCharsets.UTF_8);
        if (!id.equals(appId)) {
            throw new IllegalArgumentException("The reply is sealed for another app id");
        }
        return new String(plain, HEAD, length, StandardCharsets.UTF_8);
    }

    private byte[] crypt(int direction, byte[] input) {
        byte[] key = Base64.getDecoder().decode(aesKey + "=");
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(
                    direction,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(Arrays.copyOf(key, 16)));
            return aes.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not sealed with this account's key", e);
        }
    }

    /** The key is a secret even here. */
    @Override
    public String toString() {
        return "WechatSeal[" + appId + "]";
    }
}
