package io.serai.gateway;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.AbstractWSDLBasedEndpointFactory;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/** Gives CXF's client the system's timeouts and credentials. */
record SoapClientConfigurer(SystemSettings settings, Authorization authorization)
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
        client.getOutInterceptors().add(new SoapCredentials(authorization));
    }

    @Override
    public void configureServer(Server server) {}
}
