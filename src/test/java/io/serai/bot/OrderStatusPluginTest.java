package io.serai.bot;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.gateway.Answer;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Order status against systems that behave as the gateway's: one's own orders, nobody else's. */
class OrderStatusPluginTest {

    private static final String OWN = "E20251111000121";
    private static final String OWN_TOO = "E20251111000123";
    private static final String FOREIGN = "E20251111000122";
    private static final String UNKNOWN = "E20259999999999";

    private static final String ORDER =
            """
            {"orderNo": "%s", "status": "%s", "customerCode": "%s", "createdAt": "2025-11-11T0%d:30:00+08:00",
             "total": {"amount": "1199.00", "currency": "CNY"},
             "lines": [{"lineNo": 1, "sku": "S1", "name": "保温杯", "quantity": 2}]}
            """;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, String> orders = new HashMap<>();
    private final Map<Object, String> customers = new HashMap<>();
    private Answer.State state = Answer.State.FRESH;
    private Answer.State crm = Answer.State.FRESH;
    private long delay;
    private OrderStatusPlugin plugin;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:system.orders.get")
                                .delay(method(OrderStatusPluginTest.this, "delay"))
                                .process(
                                        e ->
                                                e.getMessage()
                                                        .setBody(
                                                                answer(
                                                                        state,
                                                                        orders.get(
                                                                                e.getMessage()
                                                                                        .getBody()))));
                        from("direct:system.orders.by-customer")
                                .process(
                                        e ->
                                                e.getMessage()
                                                        .setBody(
                                                                answer(
                                                                        state,
                                                                        orders.values()
                                                                                .toString())));
                        from("direct:system.customers.codes")
                                .process(
                                        e ->
                                                e.getMessage()
                                                        .setBody(
                                                                answer(
                                                                        crm,
                                                                        customers.get(
                                                                                e.getMessage()
                                                                                        .getBody()))));
                        from("direct:system.erp.shipments")
                                .setBody(
                                        constant(
                                                answer(
                                                        Answer.State.FRESH,
                                                        """
                                                        [{"orderNo": "E20251111000123", "carrier": "顺丰", "trackingNo": "SF100", "status": "IN_TRANSIT",
                                                          "event": [{"at": "2025-11-12T09:00:00+08:00", "location": "杭州", "description": "已发车"},
                                                                    {"at": "2025-11-12T20:15:00+08:00", "location": "上海", "description": "派送中"}]}]
                                                        """)));
                    }
                });
        camel.getShutdownStrategy().setTimeout(1);
        camel.start();
        orders.put(OWN, ORDER.formatted(OWN, "PAID", "C1", 8));
        orders.put(OWN_TOO, ORDER.formatted(OWN_TOO, "SHIPPED", "C1", 9));
        orders.put(FOREIGN, ORDER.formatted(FOREIGN, "PAID", "C2", 8));
        customers.put(
                Map.of("channel", "wechat", "account", "main", "user", "openid-1"), "[\"C1\"]");
        plugin =
                new OrderStatusPlugin(
                        Live.orders(),
                        Live.bot(),
                        new OrderSystems(camel.createProducerTemplate(), Clock.systemUTC()),
                        Live.replies());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    public long delay() {
        return delay;
    }

    @Test
    void aCustomersOwnOrderIsTold() {
        Proposal told = propose("帮我看下" + OWN + "到哪了");

        assertThat(text(told))
                .contains(OWN)
                .contains("已付款，等待发货")
                .contains("2025年11月11日 08:30")
                .contains("1,199.00")
                .contains("保温杯 × 2");
        assertThat(told.handOver()).isNull();
    }

    @Test
    void whatIsUnderWayIsToldWithItsLastPlace() {
        assertThat(text(propose(OWN_TOO)))
                .contains("顺丰")
                .contains("SF100")
                .contains("2025年11月12日 20:15 上海 派送中");
    }

    @Test
    void someoneElsesOrderIsAnsweredExactlyAsOneThatDoesNotExist() {
        Proposal foreign = propose("我是 C2，查一下 " + FOREIGN);
        Proposal unknown = propose("我是 C2，查一下 " + UNKNOWN);

        assertThat(text(foreign).replace(FOREIGN, "#"))
                .isEqualTo(text(unknown).replace(UNKNOWN, "#"));
        assertThat(foreign.confidence()).isEqualTo(unknown.confidence());
        assertThat(foreign.handOver()).isNull();
        assertThat(foreign.memory()).isEqualTo(unknown.memory());
    }

    @Test
    void aVisitorNobodyKnowsIsToldNoOrder() {
        customers.clear();

        assertThat(text(propose(OWN))).contains("没有查到").doesNotContain("已付款");
    }

    @Test
    void aVerifiedCustomerIsAskedForByThatId() {
        customers.clear();
        customers.put(
                Map.of(
                        "channel",
                        "wechat",
                        "account",
                        "main",
                        "user",
                        "openid-1",
                        "customer",
                        "m-7"),
                "[\"C2\"]");

        Proposal told = plugin.propose(Turns.verified(Turns.saying(FOREIGN), "m-7")).orElseThrow();

        assertThat(text(told)).contains("已付款");
    }

    @Test
    void whoIsKnownByTwoCodesIsToldTheOrdersOfBoth() {
        customers.replaceAll((who, codes) -> "[\"C1\", \"C2\"]");

        assertThat(text(propose(FOREIGN))).contains("已付款");
        assertThat(text(propose("我的订单到哪了"))).contains(OWN, OWN_TOO, FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E20251111000121",
                "e20251111000121",
                "Ｅ２０２５１１１１０００１２１",
                "订单E20251111000121。",
                "单号：E20251111000121谢谢"
            })
    void aNumberIsFoundHoweverItIsWritten(String text) {
        assertThat(text(propose(text))).contains(OWN).contains("已付款");
    }

    @Test
    void severalNumbersAreToldInTheirOrderUpToAMost() {
        String text = text(propose(FOREIGN + "，" + OWN + " " + OWN_TOO + " " + UNKNOWN));

        assertThat(text).containsSubsequence(FOREIGN, OWN, OWN_TOO, "一次最多查询 3 个");
        assertThat(text).doesNotContain(UNKNOWN);
    }

    @Test
    void withoutANumberTheCustomersOwnOrdersAreOfferedAndOneIsChosen() {
        Proposal offered = propose("我的订单到哪了");
        Proposal chosen =
                plugin.propose(Turns.with(Turns.saying("第二个"), 0, offered.memory())).orElseThrow();

        assertThat(text(offered)).containsSubsequence("1. " + OWN_TOO, "2. " + OWN);
        assertThat(text(offered)).doesNotContain(FOREIGN);
        assertThat(text(chosen)).contains(OWN).contains("已付款");
        assertThat(chosen.memory()).containsEntry("order-status.awaiting", "");
    }

    @Test
    void whoHasNoOrdersIsAskedForANumberAndAHalfOneIsNoticed() {
        customers.clear();

        Proposal asked = propose("查订单");
        Proposal half =
                plugin.propose(Turns.with(Turns.saying("E2025111"), 0, asked.memory()))
                        .orElseThrow();

        assertThat(text(asked)).contains("请发送您要查询的订单号");
        assertThat(text(half)).contains("不完整");
        assertThat(plugin.propose(Turns.saying("2"))).isEmpty();
    }

    @Test
    void aCardWithAnOrderIsRead() {
        Content card = new Content.Card("order", null, Map.of("orderId", OWN));

        assertThat(text(plugin.propose(Turns.of(card)).orElseThrow())).contains("已付款");
    }

    @Test
    void anEnglishQuestionIsAnsweredInEnglish() {
        Turn turn = Turns.saying("where is my order " + OWN + "?").inItsLanguage();

        assertThat(text(plugin.propose(turn).orElseThrow()))
                .contains("paid, waiting to be shipped")
                .contains("11 Nov 2025, 08:30");
    }

    @Test
    void aSystemThatIsDownIsSaidSoAndAHumanTakesOver() {
        state = Answer.State.UNAVAILABLE;
        Proposal orderSystem = propose(OWN);
        state = Answer.State.FRESH;
        crm = Answer.State.UNAVAILABLE;
        Proposal customerSystem = propose(OWN);

        for (Proposal proposal : List.of(orderSystem, customerSystem)) {
            assertThat(text(proposal)).contains("暂时没有响应").doesNotContain("已付款");
            assertThat(proposal.handOver())
                    .isEqualTo(new HandOver(HandOver.SYSTEM_UNAVAILABLE, null));
        }
    }

    @Test
    void aSilentSystemIsSaidToBeDownAtTheDeadline() {
        delay = 60_000;
        Instant deadline = Instant.now().plusMillis(600);

        Proposal proposal = plugin.propose(Turns.due(Turns.saying(OWN), deadline)).orElseThrow();

        assertThat(proposal.handOver()).isEqualTo(new HandOver(HandOver.SYSTEM_UNAVAILABLE, null));
    }

    @Test
    void anOldAnswerIsToldWithItsAge() {
        state = Answer.State.STALE;

        assertThat(text(propose(OWN))).contains("已付款").contains("2026年11月21日 16:00 的信息");
    }

    @Test
    void otherTalkIsNotItsBusiness() {
        assertThat(plugin.propose(Turns.saying("多久发货"))).isEmpty();
        assertThat(plugin.propose(Turns.saying("电话 13800138000"))).isEmpty();
    }

    private Proposal propose(String text) {
        return plugin.propose(Turns.saying(text)).orElseThrow();
    }

    private static String text(Proposal proposal) {
        return ((Content.Text) proposal.replies().getFirst()).text();
    }

    private static Answer answer(Answer.State state, @Nullable String json) {
        return new Answer(
                "orders",
                state,
                Turns.NOW,
                json == null || state == Answer.State.UNAVAILABLE
                        ? null
                        : Json.read(json, com.fasterxml.jackson.databind.JsonNode.class),
                null);
    }
}
