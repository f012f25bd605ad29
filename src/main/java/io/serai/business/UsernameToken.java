package io.serai.business;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;

/**
 * Checks user and password, in the clear or as a WS-Security UsernameToken (OASIS profile 1.0). A
 * digest is good for five minutes and once.
 */
final class UsernameToken {

    static final String WSSE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Map<String, String> users;
    private final Clock clock;

    /** The digests and not the nonces: base64 writes the same bytes in more than one way. */
    private final Cache<String, Boolean> digests =
            Caffeine.newBuilder()
                    .maximumSize(100_000)
                    .expireAfterWrite(WINDOW.multipliedBy(2))
                    .build();

    UsernameToken(Map<String, String> users, Clock clock) {
        this.users = Map.copyOf(users);
        this.clock = clock;
    }

    boolean accepts(@Nullable String user, @Nullable String password) {
        String expected = user == null ? null : users.get(user);
        return expected != null && password != null && same(utf8(expected), utf8(password));
    }

    /**
     * @param security the {@code wsse:Security} header
     */
    boolean accepts(Element security) {
        String user = text(security, WSSE, "Username");
        String password = text(security, WSSE, "Password");
        NodeList found = security.getElementsByTagNameNS(WSSE, "Password");
        if (user == null || password == null || found.getLength() != 1) {
            return false;
        }
        String type = ((Element) found.item(0)).getAttribute("Type");
        if (!type.endsWith("#PasswordDigest")) {
            return accepts(user, password);
        }
        String expected = users.get(user);
        String nonce = text(security, WSSE, "Nonce");
        String created = created(security);
        return expected != null
                && nonce != null
                && created != null
                && fresh(created)
                && same(utf8(digest(nonce, created, expected)), utf8(password))
                && digests.asMap().putIfAbsent(user + '\n' + password, true) == null;
    }

    /** The token's own, not the one of the Timestamp beside it. */
    private static @Nullable String created(Element security) {
        NodeList tokens = security.getElementsByTagNameNS(WSSE, "UsernameToken");
        return tokens.getLength() == 1 ? text((Element) tokens.item(0), WSU, "Created") : null;
    }

    private boolean fresh(String created) {
        try {
            Instant time = OffsetDateTime.parse(created).toInstant();
            return Duration.between(time, clock.instant()).abs().compareTo(WINDOW) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static String digest(String nonce, String created, String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(Base64.getDecoder().decode(nonce));
            sha1.update(utf8(created));
            sha1.update(utf8(password));
            return Base64.getEncoder().encodeToString(sha1.digest());
        } catch (IllegalArgumentException e) {
            return "";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    private static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(Element within, String namespace, String name) {
        NodeList found = within.getElementsByTagNameNS(namespace, name);
        return found.getLength() == 0 ? null : found.item(0).getTextContent().strip();
    }
}
