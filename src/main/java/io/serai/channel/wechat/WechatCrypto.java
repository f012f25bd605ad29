package io.serai.channel.wechat;

import io.serai.channel.wechat.Refused.Reason;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * WeChat's signature and message encryption, strictly: what does not check out in every byte is
 * refused.
 *
 * <p>The signature is the lower-case hex SHA-1 of the sorted, joined parts. The plaintext is {@code
 * random(16) || length(4, big-endian) || message || app id}, padded to a multiple of 32 and
 * encrypted with AES-256-CBC, the key's first half as the initial vector ("message push,
 * encryption" in WeChat's developer documentation).
 */
final class WechatCrypto {

    private static final int HEAD = 20;
    private static final int BLOCK = 32;
    private static final int AES_BLOCK = 16;

    private final String token;
    private final byte[] key;
    private final byte[] appId;
    private final SecureRandom random = new SecureRandom();

    /**
     * For one account.
     *
     * @param token the Token of its message push settings
     * @param aesKey its EncodingAESKey, 43 characters; empty in plain mode, and then nothing can be
     *     encrypted or decrypted
     * @param appId its app id
     */
    WechatCrypto(String token, String aesKey, String appId) {
        this.token = token;
        this.key = aesKey.isEmpty() ? new byte[0] : Base64.getDecoder().decode(aesKey + "=");
        this.appId = appId.getBytes(StandardCharsets.UTF_8);
    }

    /** The signature of the token and these parts. */
    String sign(String... parts) {
        String[] sorted = Arrays.copyOf(parts, parts.length + 1);
        sorted[parts.length] = token;
        Arrays.sort(sorted);
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            for (String part : sorted) {
                sha1.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(sha1.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-1", e);
        }
    }

    /** Compares in constant time. Upper-case hex is refused: the platform never sends it. */
    boolean signed(@Nullable String signature, String... parts) {
        return signature != null
                && MessageDigest.isEqual(
                        signature.getBytes(StandardCharsets.UTF_8),
                        sign(parts).getBytes(StandardCharsets.UTF_8));
    }

    /** Encrypts a message with fresh random bytes. */
    String encrypt(String message) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return encrypt(message, salt);
    }

    String encrypt(String message, byte[] salt) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        int length = HEAD + text.length + appId.length;
        int pad = BLOCK - length % BLOCK;
        byte[] padding = new byte[pad];
        Arrays.fill(padding, (byte) pad);
        byte[] plain =
                ByteBuffer.allocate(length + pad)
                        .put(salt)
                        .putInt(text.length)
                        .put(text)
                        .put(appId)
                        .put(padding)
                        .array();
        try {
            return Base64.getEncoder().encodeToString(crypt(Cipher.ENCRYPT_MODE, plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot encrypt for WeChat: check the aes-key", e);
        }
    }

    String decrypt(String encrypted) throws Refused {
        byte[] cipher;
        try {
            cipher = Base64.getDecoder().decode(encrypted);
        } catch (IllegalArgumentException e) {
            throw refused("Encrypt is not Base64");
        }
        if (cipher.length == 0 || cipher.length % AES_BLOCK != 0) {
            throw refused("Encrypt is not whole blocks");
        }
        try {
            return message(crypt(Cipher.DECRYPT_MODE, cipher));
        } catch (GeneralSecurityException e) {
            throw refused("Encrypt cannot be decrypted");
        }
    }

    private String message(byte[] plain) throws Refused {
        int end = plain.length - padding(plain);
        if (end < HEAD) {
            throw refused("the plaintext is shorter than its head");
        }
        int length = ByteBuffer.wrap(plain, 16, 4).getInt();
        if (length < 0 || length > end - HEAD) {
            throw refused("the length field is beyond the plaintext");
        }
        byte[] owner = Arrays.copyOfRange(plain, HEAD + length, end);
        if (!MessageDigest.isEqual(owner, appId)) {
            throw refused("the message is for another app id");
        }
        return text(plain, HEAD, length);
    }

    private static int padding(byte[] plain) throws Refused {
        int pad = plain[plain.length - 1];
        if (pad < 1 || pad > BLOCK || pad > plain.length) {
            throw refused("the padding is not 1 to 32");
        }
        for (int i = plain.length - pad; i < plain.length; i++) {
            if (plain[i] != pad) {
                throw refused("the padding's bytes differ");
            }
        }
        return pad;
    }

    private static String text(byte[] plain, int offset, int length) throws Refused {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("the message is not UTF-8");
        }
    }

    private byte[] crypt(int direction, byte[] input) throws GeneralSecurityException {
        // The platform pads to 32, which PKCS5Padding refuses: so none here, and our own check.
        Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
        aes.init(
                direction,
                new SecretKeySpec(key, "AES"),
                new IvParameterSpec(Arrays.copyOf(key, AES_BLOCK)));
        return aes.doFinal(input);
    }

    private static Refused refused(String message) {
        return new Refused(Reason.CIPHER, message);
    }
}
