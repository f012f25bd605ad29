package io.serai.bus;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * The bus.
 *
 * @param brokers Kafka's, {@code host:port,host:port}; empty: the embedded bus, for one hub
 * @param topicPrefix what the topics' names begin with: {@code <prefix>.inbound}, {@code
 *     <prefix>.outbound}, {@code <prefix>.dead}
 * @param partitions of a topic when the hub makes it; as many hubs as this can share the work
 * @param replication of a topic when the hub makes it; 1 survives no loss of a broker, but nothing
 *     that is on a topic is lost with it: the store knows
 * @param sweep how often what was left behind is looked for
 * @param callLimit how long the call of a platform may take before its outcome counts as unknown
 * @param inFlight how many records of one topic may be at work in this hub
 * @param backlog how many records may wait for Kafka; past that they are left to the sweep
 */
@ConfigurationProperties("serai.bus")
public record BusSettings(
        @DefaultValue("") String brokers,
        @DefaultValue("serai") String topicPrefix,
        @DefaultValue("12") int partitions,
        @DefaultValue("1") short replication,
        @DefaultValue("30s") Duration sweep,
        @DefaultValue("30s") Duration callLimit,
        @DefaultValue("1000") int inFlight,
        @DefaultValue("20000") int backlog) {

    public BusSettings {
        if (partitions < 1 || replication < 1 || inFlight < 1 || backlog < 1) {
            throw new IllegalArgumentException(
                    "serai.bus.partitions, replication, in-flight and backlog must be at least 1");
        }
        if (sweep.isZero() || callLimit.isZero()) {
            throw new IllegalArgumentException(
                    "serai.bus.sweep and call-limit must be times such as 30s");
        }
    }

    boolean kafka() {
        return !brokers.isBlank();
    }
}
