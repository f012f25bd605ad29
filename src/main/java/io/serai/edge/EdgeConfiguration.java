package io.serai.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.handlers.resource.ResourceManager;

import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

import java.time.Clock;
import java.time.Duration;

/** Puts the edge in front of everything the hub serves. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    EdgeHeaders edgeHeaders(EdgeSettings settings) {
        return new EdgeHeaders(settings.allowedHeaders(), settings.responseHeaders());
    }

    @Bean
    EdgeSoapHeaders edgeSoapHeaders(EdgeHeaders edgeHeaders) {
        return new EdgeSoapHeaders(edgeHeaders);
    }

    @Bean
    Gate gate(EdgeSettings settings) {
        return new Gate(Duration.ofSeconds(10), settings.startWait(), Duration.ofSeconds(5));
    }

    @Bean
    FilterRegistrationBean<Gate> gateFilter(Gate gate) {
        FilterRegistrationBean<Gate> filter = new FilterRegistrationBean<>(gate);
        filter.setDispatcherTypes(DispatcherType.REQUEST);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
    }

    @Bean
    RateLimits rateLimits(EdgeSettings settings) {
        return new RateLimits(settings.rate());
    }

    @Bean
    BufferPool bufferPool(ServerProperties server) {
        return new BufferPool(server.getUndertow());
    }

    @Bean
    Entrance entrance(MeterRegistry metrics) {
        Entrance entrance = new Entrance();
        metrics.gauge("serai.edge.in.flight", entrance, Entrance::inside);
        return entrance;
    }

    /**
     * The order at the door: whether it is open, who calls and how often, whether he has been given
     * the answer already, then his body, then the servlets.
     */
    @Bean
    WebServerFactoryCustomizer<UndertowServletWebServerFactory> door(
            EdgeSettings settings,
            RateLimits limits,
            Entrance entrance,
            Gate gate,
            ObjectProvider<Callers> callers,
            MeterRegistry metrics,
            Clock clock) {
        Refusals refusals = new Refusals(metrics);
        Callers known = callers.getIfAvailable(() -> bearer -> null);
        Proxies proxies = new Proxies(settings.trustedProxies());
        BodyLimits bodies = new BodyLimits(settings.maxBody(), settings.maxBodyFor());
        return factory ->
                factory.addDeploymentInfoCustomizers(
                        // Spring serves the files; the server would look for one at each request.
                        deployment ->
                                deployment
                                        .setResourceManager(ResourceManager.EMPTY_RESOURCE_MANAGER)
                                        .addInitialHandlerChainWrapper(
                                                servlets -> {
                                                    HttpHandler intake =
                                                            new Intake(
                                                                    bodies,
                                                                    settings.bodyTimeout(),
                                                                    refusals,
                                                                    servlets);
                                                    ResponseCache responses =
                                                            new ResponseCache(
                                                                    known,
                                                                    metrics,
                                                                    clock,
                                                                    new HttpContinueReadHandler(
                                                                            intake));
                                                    gate.whenHeld(responses::forget);
                                                    return new ConnectionReturn(
                                                            entrance.before(
                                                                    new Doorkeeper(
                                                                            proxies, limits,
                                                                            refusals, responses),
                                                                    refusals));
                                                }));
    }
}
