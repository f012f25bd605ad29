package io.serai.gateway.crm;

import io.serai.gateway.BusyException;
import io.serai.gateway.CallTime;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Until when systems asked to be left alone: by {@code Retry-After}, or by saying that nothing is
 * left of the present window. Calls wait it out if their message's deadline allows, and else fail
 * without being made.
 */
final class RateWindows {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    /** Longer than that nobody waits, whatever his deadline. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** A window is believed to be that long at most. */
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();

    RateWindows(Clock clock) {
        this.clock = clock;
    }

    /**
     * Waits until the system may be called.
     *
     * @throws BusyException if that is too long; nothing was sent
     */
    void enter(String system) {
        Instant until = closedUntil.get(system);
        if (until == null) {
            return;
        }
        Duration wait = Duration.between(clock.instant(), until);
        if (wait.isPositive()) {
            if (wait.compareTo(CallTime.atMost(LONGEST_WAIT)) >= 0) {
                throw alone(wait);
            }
            sleep(wait);
        }
        closedUntil.remove(system, until);
    }

    private static void sleep(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw alone(wait);
        }
    }

    private static BusyException alone(Duration wait) {
        return new BusyException(
                "it asks to be left alone for %d s".formatted(wait.plusMillis(999).toSeconds()));
    }

    /** It said when it may be called again, in seconds; what is not a number counts as one. */
    void close(String system, @Nullable String seconds) {
        Duration time =
                seconds != null && SECONDS.matcher(seconds).matches()
                        ? Duration.ofSeconds(Long.parseLong(seconds))
                        : Duration.ofSeconds(1);
        Duration window = time.compareTo(LONGEST_WINDOW) < 0 ? time : LONGEST_WINDOW;
        closedUntil.merge(
                system,
                clock.instant().plus(window),
                (one, other) -> one.isAfter(other) ? one : other);
    }
}
