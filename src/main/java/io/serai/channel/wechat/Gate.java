package io.serai.channel.wechat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.serai.channel.wechat.Refused.Reason;
import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.channel.wechat.WechatAccount.Mode;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Lets in what the platform sent to one account, and nothing else.
 *
 * <p>In safe and compat mode {@code msg_signature} covers the ciphertext, and only what was
 * encrypted is believed; the plain signature is not looked at, as WeChat's documentation demands.
 * In plain mode the signature covers no more than timestamp and nonce, so the same three with
 * another body are refused; with the same body it is the platform trying again.
 */
final class Gate {

    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final int REMEMBERED = 100_000;

    private final WechatAccount account;
    private final Format format;
    private final Clock clock;
    private final WechatCrypto crypto;
    private final Cache<String, ByteBuffer> seen;

    Gate(WechatAccount account, Format format, Clock clock) {
        this.account = account;
        this.format = format;
        this.clock = clock;
        this.crypto = new WechatCrypto(account.token(), account.aesKey(), account.appId());
        this.seen =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(account.timestampWindow().multipliedBy(2).plusSeconds(1))
                        .build();
    }

    /**
     * A push that was let in.
     *
     * @param payload what it says
     * @param sealed true if it was encrypted, and so must be the answer
     */
    record Opened(Payload payload, boolean sealed) {}

    WechatAccount account() {
        return account;
    }

    WechatCrypto crypto() {
        return crypto;
    }

    /** What to answer to the platform's check of the address: {@code echostr} as it came. */
    String echo(@Nullable String rawQuery) throws Refused {
        Query query = Query.of(rawQuery);
        checkPlainSignature(query);
        return query.required("echostr");
    }

    /** Verifies, decrypts and reads a push. */
    Opened open(@Nullable String rawQuery, byte[] body) throws Refused {
        Query query = Query.of(rawQuery);
        checkTimestamp(query.required("timestamp"));
        String type = query.get("encrypt_type");
        Opened opened =
                "aes".equals(type)
                        ? new Opened(encrypted(query, body), true)
                        : new Opened(plain(type, query, body), false);
        String to = opened.payload().required("ToUserName");
        if (account.ghId() != null && !account.ghId().equals(to)) {
            throw new Refused(Reason.BODY, "the push is for another original id");
        }
        return opened;
    }

    private Payload encrypted(Query query, byte[] body) throws Refused {
        if (account.aesKey().isEmpty()) {
            throw new Refused(Reason.CIPHER, "the push is encrypted: set aes-key and mode");
        }
        String signature = query.required("msg_signature");
        String encrypt = PayloadReader.read(body, format).required("Encrypt");
        String timestamp = query.required("timestamp");
        if (!crypto.signed(signature, timestamp, query.required("nonce"), encrypt)) {
            throw new Refused(Reason.SIGNATURE, "msg_signature does not fit");
        }
        return PayloadReader.read(crypto.decrypt(encrypt), format);
    }

    private Payload plain(@Nullable String type, Query query, byte[] body) throws Refused {
        if (account.mode() != Mode.PLAIN) {
            throw new Refused(Reason.DOWNGRADE, "not encrypted, but mode is " + account.mode());
        }
        if (type != null && !type.equals("raw")) {
            throw new Refused(Reason.QUERY, "encrypt_type is neither aes nor raw");
        }
        checkPlainSignature(query);
        Payload payload = PayloadReader.read(body, format);
        checkReplay(query, body);
        return payload;
    }

    private void checkPlainSignature(Query query) throws Refused {
        String timestamp = query.required("timestamp");
        checkTimestamp(timestamp);
        if (!crypto.signed(query.get("signature"), timestamp, query.required("nonce"))) {
            throw new Refused(Reason.SIGNATURE, "signature does not fit");
        }
    }

    /**
     * Ten digits exactly: the sorted, joined parts are not unambiguous, and a digit moved from the
     * nonce to the timestamp would keep the signature.
     */
    private void checkTimestamp(String timestamp) throws Refused {
        if (!TEN_DIGITS.matcher(timestamp).matches()) {
            throw new Refused(Reason.TIMESTAMP, "the timestamp is not ten digits");
        }
        Duration off =
                Duration.ofSeconds(clock.instant().getEpochSecond())
                        .minusSeconds(Long.parseLong(timestamp))
                        .abs();
        if (off.compareTo(account.timestampWindow()) > 0) {
            throw new Refused(
                    Reason.TIMESTAMP,
                    "the timestamp is "
                            + off
                            + " off, timestamp-window is "
                            + account.timestampWindow());
        }
    }

    private void checkReplay(Query query, byte[] body) throws Refused {
        String request = query.get("timestamp") + "\n" + query.get("nonce");
        ByteBuffer digest = ByteBuffer.wrap(sha256(body));
        ByteBuffer before = seen.asMap().putIfAbsent(request, digest);
        if (before != null && !before.equals(digest)) {
            throw new Refused(Reason.REPLAY, "seen before with another body");
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
