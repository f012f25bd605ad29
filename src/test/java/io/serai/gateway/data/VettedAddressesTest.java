package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.client.MongoClient;

import io.serai.edge.Destinations;
import io.serai.gateway.ForbiddenAddressException;
import io.serai.gateway.SystemSettings;

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
import java.time.Duration;
import java.util.Map;

/**
 * A host is vetted when its system is connected to, not only when its URL is set: by then the name
 * may mean another address.
 */
class VettedAddressesTest {

    private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");

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

    private static SystemSettings settings(String url) {
        return new Binder(
                        new MapConfigurationPropertySource(
                                Map.of("x.url", url, "x.connect-timeout", "1s")))
                .bind("x", Bindable.of(SystemSettings.class))
                .get();
    }
}
