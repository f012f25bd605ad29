package io.serai.ops;

import io.serai.bus.Arrival;
import io.serai.event.Address;
import io.serai.event.Inbound;
import io.serai.event.Outgoing;
import io.serai.event.Spans;
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
 * the first route whose body tells it. The first route of an exchange has a span; those it calls
 * are part of it.
 */
@Component
class TrailOfRoutes implements RoutePolicyFactory {

    static final String TRACEPARENT = "traceparent";
    private static final String CONVERSATION = "serai.conversation";
    private static final String ADDRESS = "serai.address";
    private static final String KEPT = "serai.traceparent";

    private final Spans spans;

    TrailOfRoutes(Spans spans) {
        this.spans = spans;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new Policy("serai.trail." + routeId, spans);
    }

    /** What is put back, and what is ended, when the route is through. */
    private record Open(Trail trail, Spans.@Nullable Span span) {}

    private static final class Policy extends RoutePolicySupport {

        private final String key;
        private final Spans spans;

        Policy(String key, Spans spans) {
            this.key = key;
            this.spans = spans;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            String conversation = conversation(exchange);
            String kept = exchange.getProperty(KEPT, String.class);
            if (kept != null) {
                exchange.setProperty(key, new Open(Trail.open(conversation, kept), null));
                return;
            }
            String parent = Trail.traceparent();
            if (parent == null) {
                parent = Trail.valid(exchange.getMessage().getHeader(TRACEPARENT, String.class));
            }
            Spans.Span span = spans.begin(Spans.Kind.ROUTE, route.getRouteId(), parent);
            String here = span.traceparent();
            exchange.setProperty(
                    key, new Open(Trail.open(conversation, here == null ? parent : here), span));
            exchange.setProperty(KEPT, Trail.traceparent());
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.removeProperty(key) instanceof Open open) {
                open.trail.close();
                if (open.span != null) {
                    if (exchange.isFailed()) {
                        open.span.fail();
                    }
                    open.span.end();
                }
            }
        }

        private static @Nullable String conversation(Exchange exchange) {
            Object known = exchange.getProperty(CONVERSATION);
            String conversation =
                    switch (exchange.getMessage().getBody()) {
                        case Inbound.Said said -> conversation(exchange, said.address());
                        case Arrival arrival -> arrival.message().conversation();
                        case Outgoing outgoing -> outgoing.message().conversation();
                        case null, default -> known instanceof String id ? id : null;
                    };
            if (conversation != null && conversation != known) {
                exchange.setProperty(CONVERSATION, conversation);
            }
            return conversation;
        }

        /** Worked out once, however many routes a message goes through. */
        private static String conversation(Exchange exchange, Address address) {
            if (exchange.getProperty(ADDRESS) == address
                    && exchange.getProperty(CONVERSATION) instanceof String known) {
                return known;
            }
            exchange.setProperty(ADDRESS, address);
            return address.conversation();
        }
    }
}
