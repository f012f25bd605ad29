package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.client.MongoClient;

import io.serai.edge.Destinations;
import io.serai.gateway.FakeSystem.Reply;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host is vetted when its system is connected to, not only when its URL is set: by then the name
 * may mean another address.
 */
class VettedAddressesTest {

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://169.254.169.254/shop",
                "jdbc:mariadb://169.254.169.254/shop"
            })
    void aDatabaseIsNotConnectedToAtAForbiddenAddress(String url) {
        try (SqlDatabase database = new SqlDatabase("shop", settings(url))) {
            Throwable refused = catchThrowable(database::getConnection);

            assertThatThrownBy(() -> SqlFaults.meaning((Exception) refused))
                    .isInstanceOf(ForbiddenAddressException.class);
        }
    }

    @Test
    void gRpcConnectsToNoForbiddenAddress() {
        GrpcRequest request =
                GrpcRequest.of(
                        "config/grpc/stock.json\n"
                            + "stock.v1.StockService/GetStock\n"
                            + "{\"sku\":\":?key\"}");
        try (GrpcConnection stock = new GrpcConnection(settings("grpc://169.254.169.254:50051"))) {
            assertThatThrownBy(
                            () ->
                                    stock.call(
                                            request,
                                            request.message(Map.of("key", "T-1")),
                                            Duration.ofSeconds(10)))
                    .rootCause()
                    .isInstanceOf(Destinations.Forbidden.class);
        }
    }

    @Test
    void mongoDbIsNotConnectedToAtAForbiddenAddress() {
        try (MongoClient shop = MongoConnection.of(settings("mongodb://169.254.169.254/shop"))) {
            assertThatThrownBy(() -> shop.getDatabase("shop").listCollectionNames().first())
                    .hasMessageContaining(Destinations.Forbidden.class.getName());
        }
    }

    @Test
    void aSocketConnectsToVettedAddressesOnly() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket well = new VettedSockets().createSocket();
                Socket ill = new VettedSockets().createSocket()) {
            well.connect(server.getLocalSocketAddress(), 1000);

            assertThat(well.isConnected()).isTrue();
            assertThatThrownBy(() -> ill.connect(new InetSocketAddress(METADATA, 80), 1000))
                    .isInstanceOf(Destinations.Forbidden.class);
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
