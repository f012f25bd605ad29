package io.serai.websocket;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.camel.CamelContext;
import org.apache.camel.StatefulService;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.websocket.servlet.WebSocketServletAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import java.util.Arrays;
import java.util.stream.Stream;

/** A real Undertow with Camel and the component on a random port, nothing else. */
final class WebSocketServer implements AutoCloseable {

    private final ConfigurableApplicationContext application;

    WebSocketServer(String... settings) {
        application =
                new SpringApplicationBuilder(Application.class)
                        .run(
                                Stream.concat(
                                                Stream.of(
                                                        "--spring.config.location=optional:classpath:/none/",
                                                        "--spring.main.banner-mode=off",
                                                        "--server.port=0",
                                                        "--server.undertow.buffer-size=1024",
                                                        "--management.server.port=-1",
                                                        "--camel.main.routes-include-pattern=false",
                                                        "--serai.websocket.beat=20ms"),
                                                Arrays.stream(settings))
                                        .toArray(String[]::new));
    }

    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        WebSocketServletAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        CamelAutoConfiguration.class
    })
    @Import(WebSocketConfiguration.class)
    static class Application {

        /** As in a container that is not Undertow. */
        @Bean
        @ConditionalOnProperty("test.jakarta")
        Upgrade upgrade() {
            return new JakartaUpgrade();
        }

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    int port() {
        return ((ServletWebServerApplicationContext) application).getWebServer().getPort();
    }

    CamelContext camel() {
        return application.getBean(CamelContext.class);
    }

    WebSocketConnections connections() {
        return application.getBean(WebSocketConnections.class);
    }

    double count(String meter, String... tags) {
        var counter =
                application.getBean(SimpleMeterRegistry.class).find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    double gauge(String meter) {
        return application.getBean(SimpleMeterRegistry.class).get(meter).gauge().value();
    }

    double received() {
        return count("serai.websocket.messages", "direction", "in");
    }

    /** Adds YAML routes as an integrator would write them. */
    void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(camel())
                .loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml));
    }

    void bind(String name, Object bean) {
        camel().getRegistry().unbind(name);
        camel().getRegistry().bind(name, bean);
    }

    void remove(String route) throws Exception {
        camel().getRouteController().stopRoute(route);
        camel().removeRoute(route);
    }

    /** Whether a route takes what comes; one on its way out only finishes what it has. */
    boolean takes(String route) {
        return camel().getRoute(route).getConsumer() instanceof StatefulService consumer
                && consumer.isStarted();
    }

    @Override
    public void close() {
        application.close();
    }
}
