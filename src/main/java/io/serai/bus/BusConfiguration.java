package io.serai.bus;

import io.serai.store.Sole;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the transport. */
@Configuration(proxyBeanMethods = false)
class BusConfiguration {

    @Bean
    Transport transport(Handling handling, Sending sending, Sole sole) {
        return new LocalTransport(handling, sending, sole);
    }
}
