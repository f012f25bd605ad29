package io.serai.edge;

import jakarta.servlet.DispatcherType;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ServletRequestPathFilter;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.util.List;

/**
 * The way of a request to its route, without detours: the route runs on the request's own thread,
 * which is a virtual one and may wait, and its path is taken apart once for all who match it.
 */
@Configuration(proxyBeanMethods = false)
class RouteHttpConfiguration implements WebMvcConfigurer {

    /** In place of Camel's own, which hands every request to another thread. */
    @Bean(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
    PlatformHttpEngine platformHttpEngine(@Value("${server.port:8080}") int port) {
        return new SpringBootPlatformHttpEngine(port) {
            @Override
            public PlatformHttpConsumer createConsumer(
                    PlatformHttpEndpoint endpoint, Processor processor) {
                return new RouteHttpConsumer(endpoint, processor);
            }
        };
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new RouteAnswered());
    }

    /** Before security, whose every path rule would parse the path for itself. */
    @Bean
    FilterRegistrationBean<ServletRequestPathFilter> requestPath() {
        FilterRegistrationBean<ServletRequestPathFilter> filter =
                new FilterRegistrationBean<>(new ServletRequestPathFilter());
        filter.setDispatcherTypes(DispatcherType.REQUEST);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 30);
        return filter;
    }
}
