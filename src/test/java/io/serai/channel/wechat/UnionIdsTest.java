package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.event.Sender;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who a follower is over all accounts is asked once, beside the push and never in its way. */
class UnionIdsTest {

    private final PlatformStandIn platform = new PlatformStandIn();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Object> verified = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private UnionIds unionIds;

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:customer.verified")
                                .process(e -> verified.add(e.getMessage().getBody()));
                    }
                });
        camel.start();
        var accounts =
                new WechatAccounts(
                        new WechatSettings(
                                Map.of("main", account("shop"), "lone", account("")), null),
                        Clock.systemUTC());
        unionIds =
                new UnionIds(
                        accounts,
                        new UserInfo(accounts, new AccessTokens(accounts, Clock.systemUTC())),
                        camel.createProducerTemplate(),
                        meters);
    }

    @AfterEach
    void stop() {
        unionIds.destroy();
        camel.stop();
        platform.close();
    }

    @Test
    void itIsToldWhenItIsFoundAndStandsInTheNextMessagesProfile() {
        Inbound.Said first = unionIds.named(said("main", "o1", Map.of()));
        await().untilAsserted(() -> assertThat(verified).hasSize(1));
        Inbound.Said second = unionIds.named(said("main", "o1", Map.of()));

        assertThat(first.profile()).isEmpty();
        assertThat(verified.getFirst())
                .isEqualTo(
                        Map.of(
                                "channel", "wechat",
                                "account", "main",
                                "user", "o1",
                                "unionid", "u-1",
                                "open-platform", "shop"));
        assertThat(second.profile()).isEqualTo(Map.of("unionid", "u-1", "open-platform", "shop"));
        assertThat(platform.infoRequests)
                .singleElement()
                .asString()
                .contains("access_token=token-1", "openid=o1");
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() {
        platform.infoAnswer =
                call ->
                        call == 1
                                ? "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}"
                                : "{\"openid\":\"o1\",\"unionid\":\"u-1\"}";

        unionIds.named(said("main", "o1", Map.of()));

        await().untilAsserted(() -> assertThat(verified).hasSize(1));
        assertThat(platform.infoRequests.get(1)).contains("access_token=token-2");
    }

    @Test
    void whatThePushSaysItselfIsNotAskedFor() {
        Inbound.Said named = unionIds.named(said("main", "o1", Map.of("unionid", "u-9")));

        assertThat(named.profile()).isEqualTo(Map.of("unionid", "u-9", "open-platform", "shop"));
        assertThat(platform.infoRequests).isEmpty();
    }

    @Test
    void withoutAnOpenPlatformNobodyIsAsked() {
        assertThat(unionIds.named(said("lone", "o1", Map.of())).profile()).isEmpty();
        assertThat(platform.infoRequests).isEmpty();
        assertThat(platform.tokenRequests).isEmpty();
    }

    @Test
    void aFailureIsCountedAndNotAskedAgainAtOnce() {
        platform.infoAnswer = call -> "{\"errcode\":48001,\"errmsg\":\"api unauthorized\"}";

        unionIds.named(said("main", "o1", Map.of()));
        await().untilAsserted(
                        () ->
                                assertThat(
                                                meters.counter(
                                                                "serai.wechat.unionids",
                                                                "account",
                                                                "main",
                                                                "outcome",
                                                                "failed")
                                                        .count())
                                        .isEqualTo(1));
        unionIds.named(said("main", "o1", Map.of()));

        assertThat(platform.infoRequests).hasSize(1);
        assertThat(verified).isEmpty();
    }

    private WechatAccount account(String openPlatform) {
        return new WechatAccount(
                "wx8f3c2d1e4b5a6978",
                "s",
                "hub_oa_token_2025",
                "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                WechatAccount.Mode.SAFE,
                platform.base(),
                Duration.ofMinutes(5),
                null,
                Duration.ofMillis(1500),
                null,
                openPlatform);
    }

    private static Inbound.Said said(String account, String user, Map<String, String> profile) {
        return new Inbound.Said(
                new Address("wechat", account, user),
                "1",
                Sender.customer(user, null),
                new Content.Text("你好"),
                null,
                profile,
                Map.of());
    }
}
