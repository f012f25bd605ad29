package io.serai.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.jspecify.annotations.Nullable;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** JWTs of one kind: HS256 with one key for one audience, and nothing else. */
final class Jwt {

    private static final int LONGEST = 8192;
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int MOST_SEEN = 2_000;
    private static final Duration SEEN_FOR = Duration.ofMinutes(5);

    private final byte[] key;
    private final String audience;
    private final boolean own;
    private final Duration longest;
    private final Clock clock;

    /**
     * Claims of tokens whose signature was found right, by the whole token: a client sends the same
     * one with each request. What changes with time is looked at each time. Null: not remembered.
     */
    private final @Nullable Cache<String, JWTClaimsSet> seen;

    private Jwt(
            byte[] key,
            String audience,
            boolean own,
            Duration longest,
            Clock clock,
            @Nullable Cache<String, JWTClaimsSet> seen) {
        this.key = key;
        this.audience = audience;
        this.own = own;
        this.longest = longest;
        this.clock = clock;
        this.seen = seen;
    }

    /** Tokens the hub gives out itself. */
    static Jwt own(Secret secret, String kind, Duration lifetime, Clock clock) {
        return new Jwt(secret.key(kind), "serai:" + kind, true, lifetime, clock, null);
    }

    /** Tokens the hub gives out itself that come again with each request. */
    static Jwt ownAndOften(Secret secret, String kind, Duration lifetime, Clock clock) {
        Cache<String, JWTClaimsSet> seen =
                Caffeine.newBuilder()
                        .maximumSize(MOST_SEEN)
                        .expireAfterAccess(SEEN_FOR)
                        .executor(Runnable::run) // its upkeep costs less than waking a thread
                        .build();
        return new Jwt(secret.key(kind), "serai:" + kind, true, lifetime, clock, seen);
    }

    /** Tokens somebody else gives out with a secret we share. */
    static Jwt foreign(byte[] key, String audience, Duration longest, Clock clock) {
        return new Jwt(key, audience, false, longest, clock, null);
    }

    String issue(JWTClaimsSet.Builder claims) {
        Instant now = clock.instant();
        JWTClaimsSet all =
                claims.audience(audience)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(longest)))
                        .build();
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), all);
            jwt.sign(new MACSigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The claims of a token that is signed with the key, for this audience, and in time. */
    JWTClaimsSet verify(String token) throws BadTokenException {
        JWTClaimsSet claims = signed(token);
        if (own || !claims.getAudience().isEmpty()) {
            require(claims.getAudience().contains(audience), "is for somebody else");
        }
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        require(expires != null, "has no exp");
        if (!expires.toInstant().isAfter(now) || (own && !isYoung(claims, now))) {
            throw new BadTokenException("The token has expired; get a new one.", true);
        }
        require(
                own || !expires.toInstant().isAfter(now.plus(longest).plus(SKEW)),
                "is good for longer than " + longest.toHours() + " h");
        Date from = claims.getNotBeforeTime();
        require(from == null || !from.toInstant().isAfter(now.plus(SKEW)), "is not good yet");
        return claims;
    }

    /**
     * Whether it would still be good if it had been given out as the settings are now. One from
     * before the clock was set back is: its owner would be a stranger to the hub.
     */
    private boolean isYoung(JWTClaimsSet claims, Instant now) {
        Date issued = claims.getIssueTime();
        return issued != null && issued.toInstant().plus(longest).isAfter(now);
    }

    private JWTClaimsSet signed(String token) throws BadTokenException {
        require(token.length() <= LONGEST, "is too long");
        JWTClaimsSet known = seen == null ? null : seen.getIfPresent(token);
        if (known != null) {
            return known;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token); // refuses alg none
            require(JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()), "is not HS256");
            require(jwt.verify(new MACVerifier(key)), "has a wrong signature");
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (seen != null) {
                seen.put(token, claims);
            }
            return claims;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new BadTokenException("The token is not a signed JWT.", false);
        }
    }

    private static void require(boolean holds, String otherwise) throws BadTokenException {
        if (!holds) {
            throw new BadTokenException("The token " + otherwise + ".", false);
        }
    }
}
