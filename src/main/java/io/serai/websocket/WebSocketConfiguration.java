package io.serai.websocket;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the live sockets and the filter that opens them into the application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSocketSettings.class)
class WebSocketConfiguration {

    /** After Spring Security (-100), so that a handshake is as well guarded as a request. */
    private static final int AFTER_SECURITY = 0;

    /** After Camel has stopped its routes, before the web server goes. */
    private static final int STOP_PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    @Bean
    WebSocketConnections webSocketConnections(
            WebSocketSettings settings,
            ObjectProvider<MeterRegistry> registry,
            ObjectProvider<GroupRelay> relay) {
        return new WebSocketConnections(
                settings, registry.getIfUnique(), relay.getIfUnique(() -> GroupRelay.NONE));
    }

    @Bean
    FilterRegistrationBean<UpgradeFilter> webSocketUpgradeFilter(
            WebSocketConnections connections, ObjectProvider<Upgrade> upgrade) {
        FilterRegistrationBean<UpgradeFilter> filter =
                new FilterRegistrationBean<>(new UpgradeFilter(connections, upgrade.getIfUnique()));
        filter.setName("webSocketUpgradeFilter");
        filter.addUrlPatterns("/*");
        filter.setAsyncSupported(true);
        filter.setOrder(AFTER_SECURITY);
        return filter;
    }

    @Bean
    Departure webSocketDeparture(
            WebSocketConnections connections, ObjectProvider<Parting> partings) {
        return new Departure(connections, partings);
    }

    @Bean
    SmartLifecycle webSocketFarewell(WebSocketConnections connections) {
        return new Farewell(connections);
    }

    /** Closes the sockets with 1001 when the application stops. */
    private static final class Farewell implements SmartLifecycle {

        private final WebSocketConnections connections;
        private volatile boolean running;

        Farewell(WebSocketConnections connections) {
            this.connections = connections;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            connections.stop();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return STOP_PHASE;
        }
    }
}
