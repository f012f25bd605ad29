package io.serai.sandbox;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

import java.time.Clock;

/** The stand-ins for the shop and its systems, behind the routes of the same names. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SystemsConfiguration {

    private final SystemsData data = new SystemsData();
    private final SystemModes modes = new SystemModes();

    @Bean
    SystemModes sandboxModes() {
        return modes;
    }

    @Bean
    OrderService sandboxOrders(Clock clock) {
        return new OrderService(data, clock);
    }

    @Bean
    Crm sandboxCrm() {
        return new Crm(data);
    }

    @Bean
    Shop sandboxShop(Environment environment, Clock clock) {
        return new Shop(data, environment, clock);
    }

    @Bean
    ListService sandboxLists() {
        return new ListService(data);
    }

    @Bean
    Tracking sandboxTracking() {
        return new Tracking(data, modes);
    }

    @Bean
    Erp sandboxErp() {
        return new Erp(data, modes);
    }
}
