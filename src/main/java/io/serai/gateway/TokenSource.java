package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The token a system gives out, kept until it runs out. However many calls need a new one, it is
 * fetched once.
 */
final class TokenSource {

    /** Renewed so long before it runs out that it does not do so on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Gets one from the system. */
    @FunctionalInterface
    interface Grant {
        TokenEndpoint.Given fetch() throws IOException;
    }

    private final Grant grant;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token current;

    TokenSource(Grant grant, Clock clock) {
        this.grant = grant;
        this.clock = clock;
    }

    /** One that is believed to be good. */
    String token() throws IOException {
        Token held = current;
        return held != null && held.good(clock.instant()) ? held.value : insteadOf("");
    }

    /** Another than the refused one: a new one, unless someone has fetched it meanwhile. */
    String insteadOf(String refused) throws IOException {
        fetching.lock();
        try {
            Token held = current;
            if (held != null && !held.value.equals(refused) && held.good(clock.instant())) {
                return held.value;
            }
            TokenEndpoint.Given given = grant.fetch();
            current = new Token(given.access(), clock.instant().plus(given.life()).minus(MARGIN));
            return given.access();
        } finally {
            fetching.unlock();
        }
    }

    private static final class Token {

        final String value;
        final Instant goodUntil;

        Token(String value, Instant goodUntil) {
            this.value = value;
            this.goodUntil = goodUntil;
        }

        boolean good(Instant now) {
            return now.isBefore(goodUntil);
        }
    }
}
