package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.serai.edge.Destinations;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The connections to all systems of the settings. For a system {@code orders} a route may refer to
 * {@code #ordersHttp} (for {@code http:}), {@code #ordersClient} (for {@code graphql:}), {@code
 * #ordersSoap} (for {@code cxf:}) and {@code #ordersBreaker}.
 */
final class Systems implements AutoCloseable {

    /** Anywhere but link-local, metadata, multicast and reserved addresses. */
    static final Destinations DESTINATIONS =
            new Destinations(Destinations.Reach.PRIVATE, true, Set.of(), Set.of());

    private final Map<String, SystemSettings> settings;
    private final Map<String, SystemConnection> connections = new HashMap<>();

    Systems(
            Map<String, SystemSettings> settings,
            MeterRegistry meters,
            ObservationRegistry observations,
            KeptTokens kept,
            Clock clock) {
        this.settings = settings;
        settings.forEach(
                (name, system) ->
                        connections.put(
                                name,
                                new SystemConnection(
                                        name,
                                        system,
                                        new CallMeters(name, meters, observations),
                                        kept,
                                        clock)));
    }

    /** Makes them known to the routes. */
    void bind(Registry registry) {
        connections.forEach(
                (name, connection) -> {
                    registry.bind(
                            name + "Http",
                            HttpClientConfigurer.class,
                            (HttpClientConfigurer) connection::signing);
                    registry.bind(name + "Client", connection.client());
                    registry.bind(name + "Soap", CxfConfigurer.class, connection.soap());
                    registry.bind(name + "Breaker", CircuitBreaker.class, connection.gate());
                });
    }

    @Nullable SystemSettings settings(String system) {
        return settings.get(system);
    }

    @Override
    public void close() {
        connections.values().forEach(SystemConnection::close);
    }
}
