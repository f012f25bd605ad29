package io.serai.drain;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How the hub goes when it is told to (SIGTERM). It is gone after {@code notice} and {@code
 * timeout} at the latest.
 *
 * @param notice how long it still serves everyone after it said it is not ready, so that a balancer
 *     has noticed before a door is shut; 5s on Kubernetes
 * @param timeout the longest from the shut doors to the end of the process; what is not finished by
 *     then stays in the store for the next run or another node
 * @param sockets over how long the sockets are told to go, so that not all of them come back in the
 *     same instant
 * @param reconnect the longest a client is asked to wait before it comes back, and what {@code
 *     Retry-After} says
 */
@ConfigurationProperties("serai.drain")
record DrainSettings(
        @DefaultValue("0s") Duration notice,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue("2s") Duration sockets,
        @DefaultValue("1s") Duration reconnect) {

    DrainSettings {
        if (timeout.compareTo(sockets.plusSeconds(5)) < 0) {
            throw new IllegalArgumentException(
                    "serai.drain.timeout (%s) must be at least 5s longer than serai.drain.sockets (%s)"
                            .formatted(timeout, sockets));
        }
    }

    /** How long to wait for what is under way; the rest of the time is for closing what is idle. */
    Duration patience() {
        return timeout.minus(timeout.dividedBy(5));
    }
}
