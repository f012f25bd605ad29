package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.Beside;

import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;

import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import javax.xml.namespace.QName;
import javax.xml.transform.Source;

/** What a WSDL may ask for that the hub does not speak. */
@Beside
class SoapStyleTest {

    private static final String RPC =
            """
            <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:stock"
                xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="urn:stock"
                xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <message name="In"><part name="sku" type="xs:string"/></message>
              <message name="Out"><part name="stock" type="xs:string"/></message>
              <portType name="Stock"><operation name="Get">
                <input message="t:In"/><output message="t:Out"/>
              </operation></portType>
              <binding name="StockRpc" type="t:Stock">
                <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
                <operation name="Get"><soap:operation soapAction=""/>
                  <input><soap:body use="literal" namespace="urn:stock"/></input>
                  <output><soap:body use="literal" namespace="urn:stock"/></output>
                </operation>
              </binding>
              <service name="Stock"><port name="StockPort" binding="t:StockRpc">
                <soap:address location="http://stock.example/"/>
              </port></service>
            </definitions>
            """;

    @TempDir Path folder;

    /**
     * Or each call would fail in the hub itself, and be told as the system's breach of contract.
     */
    @Test
    void aBindingOfRpcIsRefusedBeforeAnythingIsAsked() throws Exception {
        Path wsdl = Files.writeString(folder.resolve("stock.wsdl"), RPC);
        Dispatch<Source> stock =
                Service.create(wsdl.toUri().toURL(), new QName("urn:stock", "Stock"))
                        .createDispatch(
                                new QName("urn:stock", "StockPort"),
                                Source.class,
                                Service.Mode.PAYLOAD);
        Client client = ((DispatchImpl<Source>) stock).getClient();
        SystemSettings settings =
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of("x.url", "http://stock.example")))
                        .bind("x", Bindable.of(SystemSettings.class))
                        .get();
        try (CloseableHttpClient http = HttpClients.createDefault()) {
            var configurer = new SoapClientConfigurer(settings, http, Clock.systemUTC());

            assertThatThrownBy(() -> configurer.configureClient(client))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "The binding \"StockRpc\" of the WSDL is rpc, and only document/literal"
                                    + " is spoken.");
        }
    }
}
