package io.serai.gateway;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.AbstractWSDLBasedEndpointFactory;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

import java.time.Clock;

/** Gives CXF's client the system's timeouts, bounds and credentials. */
record SoapClientConfigurer(SystemSettings settings, Authorization authorization, Clock clock)
        implements CxfConfigurer {

    @Override
    public void configure(AbstractWSDLBasedEndpointFactory factory) {}

    @Override
    public void configureClient(Client client) {
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setConnectionTimeout(settings.connectTimeout().toMillis());
        policy.setReceiveTimeout(settings.timeout().toMillis());
        policy.setAutoRedirect(false);
        // Many ERPs do not take chunks.
        policy.setAllowChunking(false);
        ((HTTPConduit) client.getConduit()).setClient(policy);
        client.getOutInterceptors().add(new SoapBounds.Out());
        client.getOutInterceptors().add(new SoapCredentials(authorization));
        if (settings.wsSecurity() != SystemSettings.WsSecurity.NONE) {
            client.getOutInterceptors().add(new WsSecurityHeader(settings, clock));
        }
        client.getInInterceptors().add(new SoapBounds.In());
        client.getInFaultInterceptors().add(new SoapBounds.In());
    }

    @Override
    public void configureServer(Server server) {}
}
