package io.serai.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;

import io.serai.security.AccountSettings.Account;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Every token the hub gives out or believes.
 *
 * <p>All are JWTs signed with HS256. A kind has its own key and audience, so none passes for
 * another; {@code alg} {@code none} and public-key algorithms are refused.
 */
public final class Tokens {

    private static final Duration MERCHANT_LONGEST = Duration.ofHours(24);
    private static final int MOST_MARKS = 10_000;
    private static final Duration RESUME_WITHIN = Duration.ofMinutes(10);

    private final AccountSettings accounts;
    private final Directory directory;
    private final Secret secret;
    private final Clock clock;
    private final Jwt sessions;
    private final Jwt visitors;
    private final Jwt resumes;
    private final Duration sessionLifetime;
    private final Cache<String, Boolean> loggedOut;

    /** By password; made from the secret, which stays, at the price of an HMAC for each request. */
    private final Cache<String, String> passwordMarks =
            Caffeine.newBuilder().maximumSize(MOST_MARKS).build();

    Tokens(
            SecuritySettings settings,
            AccountSettings accounts,
            Directory directory,
            Secret secret,
            Clock clock) {
        accounts.web().forEach((name, account) -> check("web", name, account));
        accounts.app().forEach((name, account) -> check("app", name, account));
        this.accounts = accounts;
        this.directory = directory;
        this.secret = secret;
        this.clock = clock;
        this.sessionLifetime = settings.session();
        this.sessions = Jwt.ownAndOften(secret, "session", sessionLifetime, clock);
        this.visitors = Jwt.own(secret, "visitor", settings.visitor(), clock);
        this.resumes = Jwt.own(secret, "resume", RESUME_WITHIN, clock);
        this.loggedOut =
                Caffeine.newBuilder()
                        .maximumSize(100_000)
                        .expireAfterWrite(sessionLifetime)
                        .build();
    }

    /** With a secret too short for HS256, all of the merchant's tokens would look ill made. */
    private static void check(String channel, String name, Account account) {
        String key = account.identitySecret();
        if (key != null && !key.isBlank() && bytes(key).length < Secret.SHORTEST) {
            throw new IllegalStateException(
                    "serai.%s.%s.identity-secret is shorter than %d bytes; `openssl rand -hex 32` makes a good one"
                            .formatted(channel, name, Secret.SHORTEST));
        }
    }

    /** How long a session token is good. */
    public Duration sessionLifetime() {
        return sessionLifetime;
    }

    /** A session token for somebody whose password was right. */
    public String issueSession(String login) {
        return sessions.issue(
                new JWTClaimsSet.Builder()
                        .subject(login)
                        .jwtID(UUID.randomUUID().toString())
                        .claim("pwd", passwordMark(login)));
    }

    /**
     * Who a session token belongs to, as the directory knows him now. Empty for a token that is
     * forged, expired, logged out, of somebody who is no longer there or whose password changed.
     */
    public Optional<Login> session(String token) {
        try {
            JWTClaimsSet claims = sessions.verify(token);
            String login = claims.getSubject();
            if (loggedOut.getIfPresent(claims.getJWTID()) != null
                    || !passwordMark(login).equals(claims.getStringClaim("pwd"))) {
                return Optional.empty();
            }
            return directory.find(login);
        } catch (BadTokenException | ParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Ends a session before its time, on this node.
     *
     * @return whose it was; empty if there was none to end
     */
    public Optional<String> endSession(String token) {
        try {
            JWTClaimsSet claims = sessions.verify(token);
            loggedOut.put(claims.getJWTID(), true);
            return Optional.ofNullable(claims.getSubject());
        } catch (BadTokenException e) {
            return Optional.empty();
        }
    }

    /** A token by which a customer on a web page or in an app is known again. */
    public String issueVisitor(String channel, String account, String user) {
        return visitors.issue(
                new JWTClaimsSet.Builder()
                        .subject(user)
                        .claim("channel", channel)
                        .claim("account", account));
    }

    /** Who a visitor token belongs to; empty if it is forged or expired. */
    public Optional<Visitor> visitor(String token) {
        try {
            JWTClaimsSet claims = visitors.verify(token);
            return Optional.of(
                    new Visitor(
                            claims.getStringClaim("channel"),
                            claims.getStringClaim("account"),
                            claims.getSubject()));
        } catch (BadTokenException | ParseException e) {
            return Optional.empty();
        }
    }

    /** A token by which a socket that the hub closes goes on with the next one. */
    public String issueResume(Resume resume) {
        return resumes.issue(
                new JWTClaimsSet.Builder()
                        .subject(resume.user())
                        .claim("channel", resume.channel())
                        .claim("account", resume.account())
                        .claim("seq", resume.seq())
                        .claim("attributes", resume.attributes()));
    }

    /** What a resume token says; empty if it is forged or expired. */
    public Optional<Resume> resume(String token) {
        try {
            JWTClaimsSet claims = resumes.verify(token);
            Map<String, String> attributes = new LinkedHashMap<>();
            claims.getJSONObjectClaim("attributes")
                    .forEach((name, value) -> attributes.put(name, String.valueOf(value)));
            return Optional.of(
                    new Resume(
                            claims.getStringClaim("channel"),
                            claims.getStringClaim("account"),
                            claims.getSubject(),
                            claims.getLongClaim("seq"),
                            Map.copyOf(attributes)));
        } catch (BadTokenException | ParseException e) {
            return Optional.empty();
        }
    }

    /** The customer of a web account whom the merchant vouches for. */
    public Vouched merchant(String account, String token) throws BadTokenException {
        return merchant("web", account, token);
    }

    /**
     * The customer whom the merchant vouches for: a JWT signed with {@code
     * serai.<channel>.<account>.identity-secret}, as docs/protocol.md says.
     *
     * @param channel {@code web} or {@code app}
     * @throws BadTokenException if it is expired, or not to be believed at all
     */
    public Vouched merchant(String channel, String account, String token) throws BadTokenException {
        Map<String, Account> of = "app".equals(channel) ? accounts.app() : accounts.web();
        Account known = of.get(account);
        String key = known == null ? null : known.identitySecret();
        if (key == null || key.isBlank()) {
            throw new BadTokenException(
                    "No identity tokens are believed here; set serai.%s.%s.identity-secret."
                            .formatted("app".equals(channel) ? "app" : "web", account),
                    false);
        }
        JWTClaimsSet claims =
                Jwt.foreign(bytes(key), "serai", MERCHANT_LONGEST, clock).verify(token);
        String user = claims.getSubject();
        if (user == null
                || user.isBlank()
                || user.length() > 128
                || user.chars().anyMatch(Character::isISOControl)) {
            throw new BadTokenException(
                    "The token has no sub of 1 to 128 characters, none of them a control"
                            + " character.",
                    false);
        }
        return new Vouched(user, attributes(claims));
    }

    private static Map<String, String> attributes(JWTClaimsSet claims) {
        Map<String, String> attributes = new LinkedHashMap<>();
        claims.getClaims()
                .forEach(
                        (name, value) -> {
                            if (!JWTClaimsSet.getRegisteredNames().contains(name)
                                    && isScalar(value)) {
                                attributes.put(name, value.toString());
                            }
                        });
        return attributes;
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Changes with the password, so that a new password ends the sessions of the old one. */
    private String passwordMark(@Nullable String login) {
        AccountSettings.User user = login == null ? null : accounts.users().get(login);
        String password = user == null ? "" : user.password();
        return passwordMarks.get(
                password, text -> HexFormat.of().formatHex(secret.key("password:" + text), 0, 8));
    }
}
