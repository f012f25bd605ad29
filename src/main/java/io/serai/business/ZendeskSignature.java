package io.serai.business;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies Zendesk's webhooks: base64 of the HMAC-SHA256 of timestamp and body, the key being the
 * secret's own letters. The platform sets no bound to a delivery's age; here it is five minutes
 * either way, and within it a signature is good for one invocation only, since the invocation's id
 * itself is not signed.
 */
final class ZendeskSignature {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Clock clock;
    private final Cache<String, String> seen =
            Caffeine.newBuilder()
                    .maximumSize(100_000)
                    .expireAfterWrite(WINDOW.multipliedBy(2))
                    .build();

    ZendeskSignature(Clock clock) {
        this.clock = clock;
    }

    boolean verifies(
            List<String> secrets,
            @Nullable String signature,
            @Nullable String timestamp,
            @Nullable String invocation,
            byte[] body) {
        if (signature == null || timestamp == null || invocation == null || !recent(timestamp)) {
            return false;
        }
        boolean verified = false;
        for (String secret : secrets) {
            verified |=
                    MessageDigest.isEqual(
                            mac(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
                            signature.getBytes(StandardCharsets.UTF_8));
        }
        return verified && invocation.equals(seen.get(signature, first -> invocation));
    }

    private boolean recent(String timestamp) {
        try {
            Duration age = Duration.between(Instant.parse(timestamp), clock.instant());
            return age.abs().compareTo(WINDOW) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String mac(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
