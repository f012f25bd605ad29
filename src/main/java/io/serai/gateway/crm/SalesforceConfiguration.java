package io.serai.gateway.crm;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.gateway.SystemsSettings;

import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/**
 * The beans behind the Kamelets and routes of Salesforce. No condition of Spring's: that would be
 * decided when the hub is packaged.
 */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean
    SalesforceConnection salesforceConnection(
            SalesforceSettings settings, SystemsSettings systems, CamelContext camel) {
        SalesforceConnection connection = new SalesforceConnection(settings, systems);
        connection.join(camel);
        return connection;
    }

    @Bean
    SalesforceLimits salesforceLimits(MeterRegistry meters, Clock clock) {
        return new SalesforceLimits(meters, clock);
    }

    @Bean
    SalesforceRequest salesforceRequest(SalesforceLimits limits) {
        return new SalesforceRequest(limits);
    }

    @Bean
    SalesforceReply salesforceReply(SalesforceLimits limits) {
        return new SalesforceReply(limits);
    }

    @Bean
    SalesforceContacts salesforceContacts(Clock clock) {
        return new SalesforceContacts(clock);
    }
}
