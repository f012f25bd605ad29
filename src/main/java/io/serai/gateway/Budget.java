package io.serai.gateway;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What a message leaves for asking business systems. It is set where the message enters, as
 * properties of the exchange, and goes along with it: nobody waits past the deadline, no call is
 * made or repeated after it, and no client waits longer than is left.
 */
public final class Budget {

    /** Exchange property, an {@link Instant}: after it an answer is of no use to who asks. */
    public static final String DEADLINE = "serai-deadline";

    /** Exchange property, a String: for whom is asked, so that one customer cannot take it all. */
    public static final String CALLER = "serai-caller";

    private Budget() {}

    /** What is left until the exchange's deadline, if it has one; not more than the patience. */
    static Duration left(Exchange exchange, Duration patience, Clock clock) {
        Instant deadline = exchange.getProperty(DEADLINE, Instant.class);
        if (deadline == null) {
            return patience;
        }
        Duration left = Duration.between(clock.instant(), deadline);
        return left.compareTo(patience) < 0 ? left : patience;
    }

    static @Nullable String caller(Exchange exchange) {
        return exchange.getProperty(CALLER, String.class);
    }
}
