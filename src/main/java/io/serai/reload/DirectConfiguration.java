package io.serai.reload;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts {@link SwappableDirect} in the place of Camel's {@code direct:}, whose settings it takes.
 */
@Configuration(proxyBeanMethods = false)
class DirectConfiguration {

    /** Camel looks for a component's bean by this name. */
    @Bean("direct-component")
    SwappableDirect direct() {
        return new SwappableDirect();
    }
}
