package io.serai.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times what goes through each route, under the names camel-micrometer gives: {@code
 * camel.exchanges.total}, {@code .succeeded}, {@code .failed}, {@code .failures.handled} and {@code
 * camel.route.policy}.
 *
 * <p>Camel's own policy makes six texts with {@link String#format} for each exchange in each route;
 * a message goes through ten routes, and that was a sixth of all it allocated.
 */
@Component
class RouteMeters implements RoutePolicyFactory {

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, OfRoute> byRoute = new ConcurrentHashMap<>();

    RouteMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new Policy(routeId);
    }

    /** The meters of one route; while it is swapped two have them at once. */
    private record OfRoute(
            Counter total,
            Counter succeeded,
            Counter failed,
            Counter handled,
            Timer time,
            int users) {

        OfRoute usedBy(int now) {
            return new OfRoute(total, succeeded, failed, handled, time, now);
        }

        List<Meter> all() {
            return List.of(total, succeeded, failed, handled, time);
        }

        void done(Exchange exchange, long nanos) {
            time.record(nanos, TimeUnit.NANOSECONDS);
            total.increment();
            if (exchange.isFailed()) {
                failed.increment();
                return;
            }
            succeeded.increment();
            if (ExchangeHelper.isFailureHandled(exchange)) {
                handled.increment();
            }
        }
    }

    private OfRoute begun(Route route) {
        return byRoute.compute(
                route.getId(),
                (id, known) -> known == null ? registered(route) : known.usedBy(known.users + 1));
    }

    private void ended(String routeId) {
        byRoute.computeIfPresent(
                routeId,
                (id, known) -> {
                    if (known.users > 1) {
                        return known.usedBy(known.users - 1);
                    }
                    known.all().forEach(registry::remove);
                    return null;
                });
    }

    private OfRoute registered(Route route) {
        Tags tags =
                Tags.of(
                        "camelContext",
                        route.getCamelContext().getName(),
                        "kind",
                        "CamelRoute",
                        "routeId",
                        route.getId(),
                        "eventType",
                        "route");
        return new OfRoute(
                counter("camel.exchanges.total", "Exchanges a route has processed", tags),
                counter("camel.exchanges.succeeded", "Exchanges that came through", tags),
                counter("camel.exchanges.failed", "Exchanges that failed", tags),
                counter("camel.exchanges.failures.handled", "Failures the route dealt with", tags),
                Timer.builder("camel.route.policy")
                        .description("How long exchanges take in a route")
                        .tags(tags)
                        .register(registry),
                1);
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private final class Policy extends RoutePolicySupport {

        private final String since;
        private volatile @Nullable OfRoute meters;

        Policy(String routeId) {
            this.since = "serai.since." + routeId;
        }

        /** What a Kamelet is made of counts with the route that uses it. */
        @Override
        public void onStart(Route route) {
            if (meters == null && !route.isCreatedByKamelet()) {
                meters = begun(route);
            }
        }

        @Override
        public void onRemove(Route route) {
            if (meters != null) {
                meters = null;
                ended(route.getId());
            }
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            if (meters != null) {
                exchange.setProperty(since, System.nanoTime());
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            OfRoute counted = meters;
            if (counted != null && exchange.removeProperty(since) instanceof Long begun) {
                counted.done(exchange, System.nanoTime() - begun);
            }
        }
    }
}
