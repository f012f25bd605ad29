package io.serai.publish;

import io.serai.edge.Destinations;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Webhooks to subscribers.
 *
 * @param http whether a subscriber's URL may begin with {@code http://}
 * @param ports that may be called
 * @param privateHosts subscribers, as {@code name} or {@code name:port}, that may be in a private
 *     network
 * @param most subscriptions there may be
 * @param parallel calls of one subscriber at a time
 * @param timeout for one call, all in all
 * @param schedule how long to wait before the first try, the second …; after the last the delivery
 *     is dead
 * @param jitter by how much of itself a wait may be longer
 * @param backlog deliveries of one subscription that may wait; past that its events wait in the
 *     feed
 * @param retention how long what became of a delivery is kept
 * @param overlap how long an old secret still signs after a rotation
 * @param poll how often to look for what other nodes wrote
 * @param lease how long a node that died is waited for
 */
@ConfigurationProperties("serai.webhooks")
record WebhookSettings(
        @DefaultValue("false") boolean http,
        @DefaultValue({"443", "8443"}) List<Integer> ports,
        @DefaultValue List<String> privateHosts,
        @DefaultValue("100") int most,
        @DefaultValue("16") int parallel,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue({"0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
                List<Duration> schedule,
        @DefaultValue("0.1") double jitter,
        @DefaultValue("10000") int backlog,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("24h") Duration overlap,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("15s") Duration lease) {

    WebhookSettings {
        must(!schedule.isEmpty(), "schedule must have at least one wait, such as 0s");
        must(jitter >= 0 && jitter <= 1, "jitter must be between 0 and 1");
        must(parallel > 0, "parallel must be at least 1");
        must(backlog > 0, "backlog must be at least 1");
        must(timeout.isPositive(), "timeout must be more than 0");
        must(lease.compareTo(poll) > 0, "lease must be longer than serai.webhooks.poll");
    }

    private static void must(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("serai.webhooks." + rule);
        }
    }

    Destinations destinations() {
        return new Destinations(Destinations.Reach.PUBLIC, http, ports, privateHosts);
    }

    /** How long to wait before the try after {@code tries} others. */
    Duration pause(int tries) {
        Duration wait = schedule.get(Math.min(tries, schedule.size() - 1));
        double more = jitter * ThreadLocalRandom.current().nextDouble();
        return wait.plusMillis(Math.round(wait.toMillis() * more));
    }
}
