package io.serai.business;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Vocabulary;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** The beans behind the doors by which systems report events. */
@Configuration(proxyBeanMethods = false)
class BusinessConfiguration {

    @Bean
    BusinessEvents eventRules(EventsSettings settings) {
        return new BusinessEvents(settings.zone(), settings.types());
    }

    @Bean
    Vocabulary vocabulary(EventsSettings settings) {
        return new Vocabulary(settings.types());
    }

    @Bean
    CloudEvents cloudEvents(BusinessEvents events, Clock clock) {
        return new CloudEvents(events, clock);
    }

    @Bean
    WebhookSignature eventsSignature(EventsSettings settings, Clock clock) {
        return new WebhookSignature(settings.secret(), clock);
    }

    @Bean
    EventsSoap eventsSoap(BusinessEvents events, MeterRegistry meters, Clock clock) {
        return new EventsSoap(events, meters, clock);
    }

    @Bean
    EventsSoapServer eventsSoapServer(EventsSettings settings, MeterRegistry meters, Clock clock) {
        return new EventsSoapServer(new UsernameToken(settings.users(), clock), meters);
    }
}
