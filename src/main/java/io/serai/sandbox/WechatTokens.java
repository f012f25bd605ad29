package io.serai.sandbox;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The platform's two families of access tokens. A classic one ends its predecessor after five
 * minutes of grace; the stable one stays the same until five minutes before its end.
 */
@Component
@Profile("sandbox")
final class WechatTokens {

    private static final Duration LIFE = Duration.ofHours(2);
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private String classic = "";
    private String stable = "";

    /** A token and its seconds to live. */
    record Issued(String token, long seconds) {}

    WechatTokens(Clock clock) {
        this.clock = clock;
    }

    synchronized Issued classic() {
        Instant grace = clock.instant().plus(GRACE);
        ends.computeIfPresent(classic, (token, end) -> end.isBefore(grace) ? end : grace);
        classic = issue();
        return issued(classic);
    }

    synchronized Issued stable(boolean force) {
        if (force) {
            ends.remove(stable);
        }
        Instant end = ends.get(stable);
        if (end == null || end.isBefore(clock.instant().plus(GRACE))) {
            stable = issue();
        }
        return issued(stable);
    }

    /** 0 if the token holds, else the errcode. */
    int check(String token) {
        if (token.isEmpty()) {
            return 41001;
        }
        Instant end = ends.get(token);
        if (end == null) {
            return 40001;
        }
        return clock.instant().isBefore(end) ? 0 : 42001;
    }

    /** Ends every token at once. */
    synchronized void expire() {
        ends.replaceAll((token, end) -> clock.instant());
    }

    private String issue() {
        String token = "sandbox_" + UUID.randomUUID();
        ends.put(token, clock.instant().plus(LIFE));
        return token;
    }

    private Issued issued(String token) {
        Instant end = ends.getOrDefault(token, clock.instant());
        return new Issued(token, Duration.between(clock.instant(), end).toSeconds());
    }
}
