package io.serai.ops;

import io.serai.bus.Arrival;
import io.serai.event.Inbound;
import io.serai.event.Outgoing;
import io.serai.event.Trail;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ties the log lines of every route to their conversation and trace. A trace begins where an
 * exchange does, or goes on with the {@code traceparent} it came with; a conversation is known from
 * the first route whose body tells it.
 */
@Component
class TrailOfRoutes implements RoutePolicyFactory {

    static final String TRACEPARENT = "traceparent";
    private static final String CONVERSATION = "serai.conversation";
    private static final String KEPT = "serai.traceparent";

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new Policy("serai.trail." + routeId);
    }

    private static final class Policy extends RoutePolicySupport {

        private final String key;

        Policy(String key) {
            this.key = key;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            String conversation = conversation(exchange);
            String kept = exchange.getProperty(KEPT, String.class);
            boolean first = kept == null;
            if (first && Trail.traceparent() == null) {
                kept = exchange.getMessage().getHeader(TRACEPARENT, String.class);
            }
            exchange.setProperty(key, Trail.open(conversation, kept));
            if (first) {
                exchange.setProperty(KEPT, Trail.traceparent());
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.removeProperty(key) instanceof Trail trail) {
                trail.close();
            }
        }

        private static @Nullable String conversation(Exchange exchange) {
            String conversation =
                    switch (exchange.getMessage().getBody()) {
                        case Inbound.Said said -> said.address().conversation();
                        case Arrival arrival -> arrival.message().conversation();
                        case Outgoing outgoing -> outgoing.message().conversation();
                        case null, default -> exchange.getProperty(CONVERSATION, String.class);
                    };
            if (conversation != null) {
                exchange.setProperty(CONVERSATION, conversation);
            }
            return conversation;
        }
    }
}
