package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.edge.Destinations;
import io.serai.gateway.FakeSystem.Reply;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A SOAP call goes where its host was vetted to be, whatever the name means by then. */
class SoapAddressTest {

    private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");

    /** Nobody but the hub's own resolver knows the host, and it soon means something else. */
    @Test
    void aSoapCallGoesToTheAddressThatWasVettedAndToNoOther() throws Exception {
        Destinations destinations =
                new Destinations(
                        Destinations.Reach.PRIVATE, true, Set.of(), Set.of(), new Rebound());
        try (FakeSystem erp = new FakeSystem();
                CloseableHttpClient http = http(destinations)) {
            String url = erp.url().replace("127.0.0.1", "erp.rebound.test");
            erp.answers(request -> Reply.of(200, "text/xml", PARCELS).with("Connection", "close"));
            SystemSettings settings = settings(url);
            try (Hub hub =
                    new Hub(
                            List.of("routes/systems/erp.camel.yaml"),
                            Map.of("serai.systems.erp.url", url),
                            (camel, clock) ->
                                    camel.getRegistry()
                                            .bind(
                                                    "erpSoap",
                                                    CxfConfigurer.class,
                                                    new SoapClientConfigurer(
                                                            settings, http, Clock.systemUTC())))) {

                Answer first = hub.ask("direct:system.erp.shipments", "E1");
                Answer second = hub.ask("direct:system.erp.shipments", "E2");

                assertThat(first.error()).isNull();
                assertThat(second.error())
                        .startsWith("it is not called: its host is at a link-local");
                assertThat(erp.asked).hasSize(1);
            }
        }
    }

    /** A name that soon means another address. */
    private static final class Rebound implements DnsResolver {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {
                asked.getAndIncrement() == 0 ? InetAddress.getLoopbackAddress() : METADATA
            };
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static final String PARCELS =
            """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
            <GetShipmentResponse xmlns="http://erp.example.cn/retail/v1/types"/></s:Body></s:Envelope>
            """;

    private static CloseableHttpClient http(Destinations destinations) {
        return HttpClientBuilder.create()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDnsResolver(destinations)
                                .build())
                .disableAutomaticRetries()
                .build();
    }

    private static SystemSettings settings(String url) {
        return new Binder(
                        new MapConfigurationPropertySource(
                                Map.of("x.url", url, "x.connect-timeout", "1s")))
                .bind("x", Bindable.of(SystemSettings.class))
                .get();
    }
}
