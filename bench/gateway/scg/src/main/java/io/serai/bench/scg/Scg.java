package io.serai.bench.scg;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Everything is handed on to {@code --upstream}. */
@SpringBootApplication(proxyBeanMethods = false)
public class Scg {

    public static void main(String[] args) {
        SpringApplication.run(Scg.class, args);
    }

    @Bean
    RouteLocator routes(RouteLocatorBuilder routes, org.springframework.core.env.Environment env) {
        return routes.routes().route(r -> r.path("/**").uri(env.getProperty("upstream"))).build();
    }
}
