package io.serai.edge;

import org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.List;

/**
 * Takes a path that no route listens to any more out of Spring's mapping, so that it is not found.
 * Camel 4.17 leaves it there ({@code CamelRequestHandlerMapping.unregisterHttpEndpoint} does
 * nothing), and its stopped consumer answers 500 for ever.
 */
@Component
class RemovedPaths extends SimpleEventNotifierSupport {

    private final ObjectProvider<CamelRequestHandlerMapping> mapping;

    RemovedPaths(ObjectProvider<CamelRequestHandlerMapping> mapping) {
        this.mapping = mapping;
        setIgnoreExchangeEvents(true); // else one is made for each step of each message
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.RouteRemovedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        mapping.ifAvailable(RemovedPaths::sweep);
    }

    private static void sweep(CamelRequestHandlerMapping paths) {
        List.copyOf(paths.getHandlerMethods().entrySet())
                .forEach(
                        path -> {
                            if (path.getValue().getBean()
                                            instanceof SpringBootPlatformHttpConsumer consumer
                                    && consumer.isStopped()) {
                                paths.unregisterMapping(path.getKey());
                            }
                        });
    }
}
