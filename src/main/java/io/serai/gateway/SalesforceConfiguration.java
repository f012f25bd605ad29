package io.serai.gateway;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Salesforce, if {@code serai.systems.salesforce.url} is set. Otherwise none of it is made: the
 * component brings an HTTP client, CometD, gRPC and Avro.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("serai.systems.salesforce.url")
class SalesforceConfiguration {

    private static final String SYSTEM = "salesforce";

    /** A page of 2000 records, each of 4 KiB. */
    private static final int LONGEST_ANSWER = 8 << 20;

    /**
     * The component behind every {@code salesforce:} endpoint. It logs in when it is first needed,
     * so that the hub starts without Salesforce; answered 401, it logs in anew and repeats the
     * call.
     */
    @Bean
    SalesforceComponent salesforce(SalesforceSettings settings, SystemsSettings systems) {
        SystemSettings system = Objects.requireNonNull(systems.systems().get(SYSTEM));
        SalesforceComponent component = new GuardedSalesforce();
        component.setLazyLogin(true);
        component.setLoginUrl(settings.login());
        component.setClientId(settings.clientId());
        switch (settings.flow()) {
            case CLIENT_CREDENTIALS -> {
                component.setAuthenticationType(AuthenticationType.CLIENT_CREDENTIALS);
                component.setClientSecret(settings.clientSecret());
            }
            case REFRESH_TOKEN -> {
                component.setAuthenticationType(AuthenticationType.REFRESH_TOKEN);
                component.setClientSecret(settings.clientSecret());
                component.setRefreshToken(settings.refreshToken());
            }
            case JWT_BEARER -> {
                component.setAuthenticationType(AuthenticationType.JWT);
                component.setUserName(settings.username());
                component.setKeystore(keystore(settings));
            }
        }
        component.setHttpClientConnectionTimeout(system.connectTimeout().toMillis());
        component.setHttpRequestTimeout(system.timeout().toMillis());
        component.setHttpMaxContentLength(LONGEST_ANSWER);
        // A redirect would carry the token to wherever it points.
        component.setHttpClientProperties(new HashMap<>(Map.of("followRedirects", false)));
        SalesforceEndpointConfig endpoints = new SalesforceEndpointConfig();
        endpoints.setRawPayload(true);
        endpoints.setApiVersion(settings.apiVersion());
        component.setConfig(endpoints);
        return component;
    }

    private static KeyStoreParameters keystore(SalesforceSettings settings) {
        KeyStoreParameters keystore = new KeyStoreParameters();
        keystore.setResource("file:" + settings.keystore());
        keystore.setPassword(settings.keystorePassword());
        keystore.setType(settings.keystore().endsWith(".jks") ? "JKS" : "PKCS12");
        return keystore;
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
