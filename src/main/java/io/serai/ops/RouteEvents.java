package io.serai.ops;

import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerRouteEventNotifier;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.stereotype.Component;

/**
 * Spares every exchange the making of events nobody hears. Camel makes them as soon as one listener
 * does not say that it ignores them, and its own, which counts routes, does not say so.
 */
@Component
class RouteEvents implements CamelContextConfiguration {

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getManagementStrategy().getEventNotifiers().stream()
                .filter(MicrometerRouteEventNotifier.class::isInstance)
                .map(MicrometerRouteEventNotifier.class::cast)
                .forEach(routes -> routes.setIgnoreExchangeEvents(true));
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}
}
