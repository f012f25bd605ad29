package io.serai.gateway.crm;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.gateway.SystemsSettings;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Clock;
import java.util.Map;

/** What Spring makes for Salesforce, where there is no Spring. */
final class SalesforceBeans {

    private SalesforceBeans() {}

    static void bind(
            CamelContext camel, Map<String, String> settings, MeterRegistry meters, Clock clock) {
        Binder binder = new Binder(new MapConfigurationPropertySource(settings));
        SalesforceConfiguration made = new SalesforceConfiguration();
        SalesforceLimits limits = made.salesforceLimits(meters, clock);
        made.salesforceConnection(
                binder.bind("serai.systems.salesforce", SalesforceSettings.class).get(),
                binder.bind("serai", SystemsSettings.class).get(),
                camel);
        Registry registry = camel.getRegistry();
        registry.bind("salesforceRequest", made.salesforceRequest(limits));
        registry.bind("salesforceReply", made.salesforceReply(limits));
        registry.bind("salesforceContacts", made.salesforceContacts(clock));
    }
}
