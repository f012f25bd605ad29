package io.serai.assignment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How conversations find their agent.
 *
 * @param offerTime how long an agent has to accept an offer
 * @param pause how long an agent who declined or let it pass is not offered the same conversation
 *     again
 * @param grace how long an agent may be gone before their conversations go back to the queue
 * @param queuedZh what a customer who must wait is told; {@code {position}} is the place in the
 *     queue
 * @param queuedEn the same for those who write English
 */
@ConfigurationProperties("serai.assignment")
public record AssignmentSettings(
        @DefaultValue("30s") Duration offerTime,
        @DefaultValue("15s") Duration pause,
        @DefaultValue("45s") Duration grace,
        @DefaultValue("人工客服正忙，您排在第 {position} 位，请稍候。") String queuedZh,
        @DefaultValue("All agents are busy. You are number {position} in the queue.")
                String queuedEn) {

    public AssignmentSettings {
        if (offerTime.isZero()) {
            throw new IllegalArgumentException(
                    "serai.assignment.offer-time must be a time such as 30s");
        }
    }
}
