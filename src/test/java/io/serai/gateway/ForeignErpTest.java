package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.SoapPeer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shipped SOAP routes against an ERP that runs on another SOAP stack: node-soap. */
class ForeignErpTest {

    private static final String SHIPMENTS = "direct:system.erp.shipments";
    private static final String USER = "hub";
    private static final String PASSWORD = "S3cret&密码";

    private static SoapPeer erp;

    @BeforeAll
    static void start() throws Exception {
        erp = SoapPeer.erp(USER, PASSWORD);
    }

    @AfterAll
    static void stop() {
        erp.close();
    }

    private static Hub hub(String security, String password) throws Exception {
        return new Hub(
                "routes/systems/erp.camel.yaml",
                Map.of(
                        "serai.systems.erp.url", erp.url(),
                        "serai.systems.erp.timeout", "10000",
                        "serai.systems.erp.ws-security", security,
                        "serai.systems.erp.username", USER,
                        "serai.systems.erp.password", password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "digest"})
    void aTokenOfEitherKindIsTakenAndTheParcelsAreRead(String security) throws Exception {
        try (Hub hub = hub(security, PASSWORD)) {
            Answer two = hub.ask(SHIPMENTS, "E20251111000123");
            Answer none = hub.ask(SHIPMENTS, "E0");

            assertThat(two.error()).isNull();
            assertThat(two.data()).hasSize(2);
            assertThat(two.data().path(1).path("trackingNo").asText()).isEqualTo("SF2");
            assertThat(two.data().path(0).path("event").path(0).path("location").asText())
                    .isEqualTo("上海 & 杭州");
            assertThat(none.error()).isNull();
            assertThat(none.data()).isEmpty();
        }
    }

    @Test
    void itsFaultsAreUnderstood() throws Exception {
        try (Hub hub = hub("digest", PASSWORD)) {
            Answer unknown = hub.ask(SHIPMENTS, "E404");
            Answer busy = hub.ask(SHIPMENTS, "E503");

            assertThat(unknown.unknown()).isTrue();
            assertThat(unknown.error()).isNull();
            assertThat(busy.error()).isEqualTo("it answers with a fault (SYSTEM_BUSY)");
            assertThat(
                            hub.meters
                                    .get("serai.gateway.call")
                                    .tags("outcome", "failed")
                                    .timer()
                                    .count())
                    .as("tried again, because the fault says so")
                    .isEqualTo(3);
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotTriedAgain() throws Exception {
        try (Hub hub = hub("digest", "wrong")) {
            Answer refused = hub.ask(SHIPMENTS, "E20251111000123");

            assertThat(refused.error()).isEqualTo("it refuses the hub's credentials (HTTP 401)");
            assertThat(hub.meters.get("serai.gateway.call").timer().count()).isEqualTo(1);
        }
    }

    @Test
    void aReturnIsMadeOnce() throws Exception {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("requestId", "r1");
        wish.put("orderNo", "E20251111000123");
        wish.put("lineNo", List.of(1, 2));
        wish.put("reasonCode", "BROKEN");
        try (Hub hub = hub("digest", PASSWORD)) {
            JsonNode first = created(hub, wish);
            JsonNode again = created(hub, wish);

            assertThat(first.path("returnNo").asText()).endsWith("-1+2");
            assertThat(first.path("duplicate").asText()).isEqualTo("false");
            assertThat(again.path("returnNo")).isEqualTo(first.path("returnNo"));
            assertThat(again.path("duplicate").asText()).isEqualTo("true");
        }
    }

    private static JsonNode created(Hub hub, Map<String, Object> wish) {
        return hub.camel
                .createProducerTemplate()
                .requestBody("direct:system.erp.return.create", wish, JsonNode.class);
    }
}
