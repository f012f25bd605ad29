package io.serai.bus;

import io.serai.store.Sole;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses the transport: when the beans are made, not by conditions, so that it holds in an
 * ahead-of-time build too.
 */
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
                ? new KafkaTransport(topics, outlet, sole)
                : new LocalTransport(handling, sending, sole);
    }

    @Bean
    Reception inboundRecords(BusSettings settings, Topics topics) {
        return new Reception(settings.inFlight(), topics::open);
    }

    @Bean
    Reception outboundRecords(BusSettings settings, Topics topics) {
        return new Reception(settings.inFlight(), topics::open);
    }

    @Bean("busHealthIndicator")
    BusHealth busHealth(Topics topics, Outlet outlet, BusSettings settings) {
        return new BusHealth(topics, outlet, settings);
    }
}
