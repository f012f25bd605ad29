package io.serai.bus;

import io.serai.store.Sole;

import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the transport. */
@Configuration(proxyBeanMethods = false)
class BusConfiguration {

    @Bean
    Transport transport(
            BusSettings settings,
            Handling handling,
            Sending sending,
            Sole sole,
            Topics topics,
            Outlet outlet) {
        return settings.kafka()
                ? new KafkaTransport(topics, outlet)
                : new LocalTransport(handling, sending, sole);
    }

    @Bean
    @ConditionalOnExpression("!'${serai.bus.brokers:}'.isBlank()")
    HealthIndicator kafkaHealthIndicator(Topics topics, Outlet outlet, BusSettings settings) {
        return new KafkaHealth(topics, outlet, settings);
    }
}
