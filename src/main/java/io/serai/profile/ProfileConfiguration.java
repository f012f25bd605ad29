package io.serai.profile;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** Puts the customer profile together. */
@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {

    @Bean
    Routes profileRoutes(CamelContext camel, ProfileSettings settings, Clock clock) {
        return new Routes(camel.createProducerTemplate(), settings.maxList(), clock);
    }

    @Bean
    SchemaFolder profileSchema(CamelContext camel, ProfileSettings settings, Routes routes) {
        return new SchemaFolder(settings, new SchemaReader(routes, uri -> isConsumed(camel, uri)));
    }

    @Bean
    Profile profile(
            SchemaFolder schema, ProfileSettings settings, MeterRegistry meters, Clock clock) {
        return new Profile(schema, settings, meters, clock);
    }

    static boolean isConsumed(CamelContext camel, String uri) {
        return camel.getRoutes().stream()
                .anyMatch(
                        route ->
                                route.getEndpoint()
                                        .getEndpointUri()
                                        .replace("://", ":")
                                        .equals(uri));
    }
}
