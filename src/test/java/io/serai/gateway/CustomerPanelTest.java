package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Json;
import io.serai.gateway.Answer.State;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

class CustomerPanelTest {

    private static final Map<String, String> WHO =
            Map.of("channel", "wechat", "account", "main", "user", "o1");

    private final CamelContext camel = new DefaultCamelContext();
    private final CountDownLatch ending = new CountDownLatch(1);

    @AfterEach
    void stop() {
        ending.countDown();
        camel.stop();
    }

    @Test
    void theCustomersOrdersAndTheirParcelsAreFoundByTheCrmsCode() throws Exception {
        CustomerPanel panel =
                panel(
                        says("crm", "{\"code\":\"C1\"}"),
                        says("orders", "[{\"orderNo\":\"E1\"},{\"orderNo\":\"E2\"}]"),
                        says("erp", "[{\"trackingNo\":\"T\"}]"),
                        Duration.ofSeconds(20));

        Map<String, Answer> panels = panel.panels(WHO);

        assertThat(panels.keySet()).containsExactly("customer", "orders", "shipments");
        assertThat(panels.values()).allMatch(answer -> answer.state() == State.FRESH);
        assertThat(panels)
                .extractingByKey("shipments")
                .extracting(Answer::data)
                .isEqualTo(Json.MAPPER.readTree("[{\"trackingNo\":\"T\"},{\"trackingNo\":\"T\"}]"));
    }

    @Test
    void aDeadCrmCostsAVouchedCustomerNothingElse() throws Exception {
        CustomerPanel panel =
                panel(
                        exchange -> {
                            throw new IllegalStateException("down");
                        },
                        says("orders", "[{\"orderNo\":\"E1\"}]"),
                        says("erp", "[]"),
                        Duration.ofSeconds(20));

        Map<String, Answer> panels =
                panel.panels(
                        Map.of(
                                "channel",
                                "app",
                                "account",
                                "main",
                                "user",
                                "C1",
                                "customer",
                                "C1"));

        assertThat(panels.values())
                .extracting(Answer::state)
                .containsExactly(State.UNAVAILABLE, State.FRESH, State.FRESH);
    }

    @Test
    void aSilentErpLeavesItsPanelUnavailableAtTheDeadline() throws Exception {
        CustomerPanel panel =
                panel(
                        says("crm", "{\"code\":\"C1\"}"),
                        says("orders", "[{\"orderNo\":\"E1\"}]"),
                        exchange -> ending.await(),
                        Duration.ofSeconds(3));

        Map<String, Answer> panels = panel.panels(WHO);

        assertThat(panels.values())
                .extracting(Answer::state)
                .containsExactly(State.FRESH, State.FRESH, State.UNAVAILABLE);
        assertThat(panels)
                .extractingByKey("shipments")
                .extracting(Answer::error)
                .isEqualTo("no answer within 3000 ms");
    }

    private CustomerPanel panel(Processor crm, Processor orders, Processor erp, Duration deadline)
            throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:system.crm.customer").process(crm);
                        from("direct:system.orders.by-customer").process(orders);
                        from("direct:system.erp.shipments").process(erp);
                    }
                });
        camel.start();
        return new CustomerPanel(camel.createProducerTemplate(), Clock.systemUTC(), deadline);
    }

    private static Processor says(String system, String json) {
        return exchange ->
                exchange.getMessage()
                        .setBody(
                                new Answer(
                                        system,
                                        State.FRESH,
                                        Instant.EPOCH,
                                        Json.MAPPER.readTree(json),
                                        null));
    }
}
