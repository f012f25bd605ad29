package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The connections to all systems of the settings and of {@code integrations:}. For a system {@code
 * orders} a route may refer to {@code #ordersHttp} (for {@code http:}), {@code #ordersClient} (for
 * components that take a whole client), {@code #ordersSoap} (for {@code cxf:}) and {@code
 * #ordersBreaker}.
 */
final class Systems implements AutoCloseable {

    private static final List<String> BEANS = List.of("Http", "Client", "Soap", "Breaker");

    private final Set<String> set;
    private final Registry registry;
    private final Function<Named, SystemConnection> connecting;
    private final Map<String, Connected> systems = new ConcurrentHashMap<>();

    private record Named(String name, SystemSettings settings) {}

    private record Connected(
            SystemSettings settings, boolean reachable, SystemConnection connection) {}

    /**
     * @param registry where the routes find their beans
     */
    Systems(
            Map<String, SystemSettings> settings,
            Registry registry,
            MeterRegistry meters,
            ObservationRegistry observations,
            KeptTokens kept,
            Clock clock) {
        this.set = Set.copyOf(settings.keySet());
        this.registry = registry;
        this.connecting =
                system ->
                        new SystemConnection(
                                system.name,
                                system.settings,
                                new CallMeters(system.name, meters, observations),
                                kept,
                                clock);
        settings.forEach(this::put);
    }

    /** True for a system of the settings, which nothing replaces. */
    boolean isSet(String system) {
        return set.contains(system);
    }

    /** Connects a system, in the place of the one of this name if there is one. */
    void put(String name, SystemSettings settings) {
        Connected before = systems.get(name);
        if (before != null) {
            // Its gauges make room; whoever asks meanwhile still finds it.
            before.connection.retire();
        }
        SystemConnection connection = connecting.apply(new Named(name, settings));
        systems.put(name, new Connected(settings, settings.connected(), connection));
        registry.bind(
                name + "Http",
                HttpClientConfigurer.class,
                (HttpClientConfigurer) connection::signing);
        registry.bind(name + "Client", connection.client());
        registry.bind(name + "Soap", CxfConfigurer.class, connection.soap());
        registry.bind(name + "Breaker", CircuitBreaker.class, connection.gate());
    }

    /**
     * Gives no other route the connections of a system. Those that have them keep them: they may
     * have to go on, since others call them.
     */
    void remove(String name) {
        Connected before = systems.get(name);
        if (before != null) {
            BEANS.forEach(bean -> registry.unbind(name + bean));
            before.connection.retire();
        }
    }

    /** The settings of a system that has an address; null for any other. */
    @Nullable SystemSettings connected(String system) {
        Connected connected = systems.get(system);
        return connected == null || !connected.reachable ? null : connected.settings;
    }

    @Nullable SystemSettings settings(String system) {
        Connected connected = systems.get(system);
        return connected == null ? null : connected.settings;
    }

    @Override
    public void close() {
        systems.values().forEach(system -> system.connection.close());
    }
}
