package io.serai.reload;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts {@link SwappableDirect} and {@link Kamelets} in the place of Camel's {@code direct:} and
 * {@code kamelet:}, whose settings they take. Camel looks for a component's bean by these names.
 */
@Configuration(proxyBeanMethods = false)
class ComponentsConfiguration {

    @Bean("direct-component")
    SwappableDirect direct() {
        return new SwappableDirect();
    }

    @Bean("kamelet-component")
    Kamelets kamelets() {
        return new Kamelets();
    }
}
