package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The access token of one operator: got when needed, by one caller on one node for all, and kept
 * alive.
 *
 * <p>An access token lives 15 days, a refresh token 30; renewing the latter gives a new one and
 * kills the old, five times at most. So each is saved before it is used.
 */
final class OperatorTokens {

    private static final Logger log = LoggerFactory.getLogger(OperatorTokens.class);

    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final Duration EARLY = Duration.ofDays(3);
    private static final Duration RENEW = Duration.ofDays(5);
    private static final int MOST_RENEWALS = 5;

    private final String name;
    private final DouyinAccount account;
    private final TokenStore store;
    private final TokenApi api;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Tokens tokens;

    /** True if what is in memory could not be saved: it is newer than what is kept. */
    private boolean unsaved;

    OperatorTokens(
            String name, DouyinAccount account, TokenStore store, TokenApi api, Clock clock) {
        this.name = name;
        this.account = account;
        this.store = store;
        this.api = api;
        this.clock = clock;
    }

    /**
     * The token to call with.
     *
     * @throws TokenRefused if the operator must authorise again
     * @throws java.io.UncheckedIOException if the platform can't be reached
     */
    String current() {
        lock.lock();
        try {
            Tokens known = tokens;
            return known != null && !ends(known.accessExpires(), MARGIN)
                    ? known.access()
                    : store.alone(
                            () -> {
                                Tokens held = held();
                                return (ends(held.accessExpires(), MARGIN) ? refreshed(held) : held)
                                        .access();
                            });
        } finally {
            lock.unlock();
        }
    }

    /** Another one than {@code stale}: who comes second finds the first one's. */
    String after(String stale) {
        lock.lock();
        try {
            Tokens known = tokens;
            return known != null && !known.access().equals(stale)
                    ? known.access()
                    : store.alone(
                            () -> {
                                Tokens held = held();
                                return (held.access().equals(stale) ? refreshed(held) : held)
                                        .access();
                            });
        } finally {
            lock.unlock();
        }
    }

    /** Does early what would otherwise be too late one day; for a timer. */
    void keepAlive() {
        lock.lock();
        try {
            store.alone(
                    () -> {
                        keepHeldAlive();
                        return true;
                    });
        } finally {
            lock.unlock();
        }
    }

    private void keepHeldAlive() {
        Tokens held = held();
        if (held.refreshExpires() == null || ends(held.accessExpires(), EARLY)) {
            held = refreshed(held);
        }
        Instant end = held.refreshExpires();
        if (end != null && ends(end, RENEW)) {
            renew(held);
        }
    }

    /** What is kept now, which may be of another node. */
    private Tokens held() {
        Tokens known = tokens;
        if (known != null && unsaved) {
            try {
                keep(known);
            } catch (RuntimeException e) {
                log.error("Douyin account {}: the tokens cannot be saved yet", name, e);
            }
            return known;
        }
        String seed = seed(account.refreshToken());
        Tokens saved = store.load();
        Tokens held =
                saved != null && saved.seed().equals(seed)
                        ? saved
                        : Tokens.seeded(account.refreshToken(), seed);
        tokens = held;
        return held;
    }

    private Tokens refreshed(Tokens held) {
        JsonNode data = api.refresh(held.refresh());
        String refresh = data.path("refresh_token").asText();
        return keep(
                new Tokens(
                        data.path("access_token").asText(),
                        in(data.path("expires_in")),
                        refresh.isEmpty() ? held.refresh() : refresh,
                        data.hasNonNull("refresh_expires_in")
                                ? in(data.path("refresh_expires_in"))
                                : held.refreshExpires(),
                        held.renewals(),
                        held.seed()));
    }

    private void renew(Tokens held) {
        if (held.renewals() >= MOST_RENEWALS) {
            log.error(
                    "The Douyin authorisation of account {} ends {} and can't be renewed again:"
                            + " authorise the operator again and set serai.douyin.{}.refresh-token",
                    name,
                    held.refreshExpires(),
                    name);
            return;
        }
        try {
            JsonNode data = api.renew(held.refresh());
            keep(
                    new Tokens(
                            held.access(),
                            held.accessExpires(),
                            data.path("refresh_token").asText(),
                            in(data.path("expires_in")),
                            held.renewals() + 1,
                            held.seed()));
        } catch (TokenRefused e) {
            if (e.code() != TokenApi.RENEWED_TOO_OFTEN) {
                throw e;
            }
            keep(
                    new Tokens(
                            held.access(),
                            held.accessExpires(),
                            held.refresh(),
                            held.refreshExpires(),
                            MOST_RENEWALS,
                            held.seed()));
        }
    }

    private Tokens keep(Tokens next) {
        // In memory first: a full disk must not throw away the only copy of a rotated token.
        tokens = next;
        unsaved = true;
        store.save(next);
        unsaved = false;
        return next;
    }

    private boolean ends(Instant end, Duration within) {
        return !clock.instant().plus(within).isBefore(end);
    }

    private Instant in(JsonNode seconds) {
        return clock.instant().plusSeconds(seconds.asLong());
    }

    private static String seed(String refreshToken) {
        return HexFormat.of()
                .formatHex(Signature.of("seed", refreshToken.getBytes(StandardCharsets.UTF_8)));
    }
}
