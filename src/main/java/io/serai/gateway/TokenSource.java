package io.serai.gateway;

import io.serai.event.Trail;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeoutException;

/**
 * The token a system gives out, kept until it runs out. However many calls need a new one, it is
 * fetched once; and to its end, also if none of them has the time to wait for it: a refresh token
 * is often good once, and cut off, the answer would take the only next one with it.
 */
public final class TokenSource {

    /** Renewed so long before it runs out that it does not do so on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Of a call without a deadline. To fetch one takes less: that has timeouts of its own. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    /** Gets one from the system. */
    @FunctionalInterface
    public interface Grant {

        /** Asks for it. */
        Granted fetch() throws IOException;
    }

    /**
     * What is to sign calls with.
     *
     * @param life how long it is good
     */
    public record Granted(String token, Duration life) {

        @Override
        public String toString() {
            return "A token for " + life;
        }
    }

    private record Token(String value, Instant goodUntil) {

        @Override
        public String toString() {
            return "Token until " + goodUntil;
        }
    }

    private final Grant grant;
    private final Clock clock;

    /** Perhaps still to come. */
    private CompletableFuture<Token> latest =
            CompletableFuture.completedFuture(new Token("", Instant.MIN));

    /** Has none yet. */
    public TokenSource(Grant grant, Clock clock) {
        this.grant = grant;
        this.clock = clock;
    }

    /** One that is believed to be good. */
    public String token() throws IOException {
        return insteadOf("");
    }

    /** Another than the refused one: a new one, unless someone has fetched it meanwhile. */
    public String insteadOf(String refused) throws IOException {
        try {
            return Patience.await(other(refused), CallTime.atMost(LONGEST_WAIT)).value;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (TimeoutException e) {
            throw new OutOfTimeException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private synchronized CompletableFuture<Token> other(String refused) {
        if (latest.isDone() && !isGood(latest, refused)) {
            CompletableFuture<Token> next = new CompletableFuture<>();
            String traceparent = Trail.traceparent();
            Thread.startVirtualThread(() -> fetch(next, traceparent));
            latest = next;
        }
        return latest;
    }

    private boolean isGood(CompletableFuture<Token> fetched, String refused) {
        return fetched.state() == State.SUCCESS
                && !fetched.join().value.equals(refused)
                && clock.instant().isBefore(fetched.join().goodUntil);
    }

    private void fetch(CompletableFuture<Token> token, @Nullable String traceparent) {
        try (var _ = Trail.open(null, traceparent)) {
            Granted given = grant.fetch();
            Instant goodUntil = clock.instant().plus(given.life()).minus(MARGIN);
            token.complete(new Token(given.token(), goodUntil));
        } catch (IOException | RuntimeException | Error e) {
            token.completeExceptionally(e);
        }
    }
}
