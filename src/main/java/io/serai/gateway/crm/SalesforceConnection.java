package io.serai.gateway.crm;

import io.serai.gateway.SystemSettings;
import io.serai.gateway.SystemsSettings;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.support.jsse.KeyStoreParameters;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The way to Salesforce: the component behind every {@code salesforce:} endpoint. It logs in when
 * it is first needed, so that the hub starts without Salesforce; answered 401, it logs in anew and
 * repeats the call.
 *
 * <p>It is given to Camel only if {@code serai.systems.salesforce.url} is set, and looked for when
 * the hub starts, not when it is packaged. Otherwise it is not made at all: it brings an HTTP
 * client, CometD, gRPC and Avro.
 */
final class SalesforceConnection {

    private static final String SYSTEM = "salesforce";

    /** A page of 2000 records, each of 4 KiB. */
    private static final int LONGEST_ANSWER = 8 << 20;

    private final SalesforceSettings settings;
    private final SystemsSettings systems;

    SalesforceConnection(SalesforceSettings settings, SystemsSettings systems) {
        this.settings = settings;
        this.systems = systems;
    }

    /** Makes it known to the routes, if it is set. */
    void join(CamelContext camel) {
        if (settings.url() != null) {
            camel.addComponent(SYSTEM, component());
        }
    }

    private Component component() {
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
                component.setKeystore(keystore());
            }
        }
        component.setHttpClientConnectionTimeout(system.connectTimeout().toMillis());
        component.setHttpRequestTimeout(system.timeout().toMillis());
        component.setHttpMaxContentLength(LONGEST_ANSWER);
        // A redirect would carry the token to wherever it points.
        component.setHttpClientProperties(
                new HashMap<>(
                        Map.of(
                                "followRedirects",
                                false,
                                "socketAddressResolver",
                                new VettedAddresses())));
        SalesforceEndpointConfig endpoints = new SalesforceEndpointConfig();
        endpoints.setRawPayload(true);
        endpoints.setApiVersion(settings.apiVersion());
        component.setConfig(endpoints);
        return component;
    }

    private KeyStoreParameters keystore() {
        KeyStoreParameters keystore = new KeyStoreParameters();
        keystore.setResource("file:" + settings.keystore());
        keystore.setPassword(settings.keystorePassword());
        keystore.setType(settings.keystore().endsWith(".jks") ? "JKS" : "PKCS12");
        return keystore;
    }
}
