package io.serai.gateway;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.cxf.binding.soap.model.SoapBindingInfo;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.PreexistingConduitSelector;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.AbstractWSDLBasedEndpointFactory;
import org.apache.cxf.ws.addressing.EndpointReferenceUtils;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

import java.time.Clock;

/** Lets CXF's client send by the system's own connections, with its WS-Security. */
record SoapClientConfigurer(SystemSettings settings, CloseableHttpClient http, Clock clock)
        implements CxfConfigurer {

    @Override
    public void configure(AbstractWSDLBasedEndpointFactory factory) {}

    @Override
    public void configureClient(Client client) {
        if (client.getEndpoint().getBinding().getBindingInfo() instanceof SoapBindingInfo soap
                && "rpc".equals(soap.getStyle())) { // CXF itself would fail with each call
            throw new IllegalArgumentException(
                    "The binding \"%s\" of the WSDL is rpc, and only document/literal is spoken."
                            .formatted(soap.getName().getLocalPart()));
        }
        String address = client.getEndpoint().getEndpointInfo().getAddress();
        client.setConduitSelector(
                new PreexistingConduitSelector(
                        new SoapConduit(
                                EndpointReferenceUtils.getEndpointReference(address),
                                http,
                                settings.connectTimeout()),
                        client.getEndpoint()));
        if (settings.wsSecurity() != SystemSettings.WsSecurity.NONE) {
            client.getOutInterceptors().add(new WsSecurityHeader(settings, clock));
        }
    }

    @Override
    public void configureServer(Server server) {}
}
