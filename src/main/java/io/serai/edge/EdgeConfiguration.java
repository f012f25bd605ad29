package io.serai.edge;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

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
    Gate gate() {
        return new Gate(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    @Bean
    FilterRegistrationBean<Gate> gateFilter(Gate gate) {
        FilterRegistrationBean<Gate> filter = new FilterRegistrationBean<>(gate);
        filter.setDispatcherTypes(DispatcherType.REQUEST);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
    }
}
