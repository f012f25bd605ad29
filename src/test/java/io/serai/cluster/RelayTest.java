package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.engines.Engines;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What every relay promises, in memory and over a real Redis. */
@ExtendWith(OutputCaptureExtension.class)
class RelayTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final MemoryRelay.Mesh mesh = new MemoryRelay.Mesh();
    private final String prefix = "relay-test-" + UUID.randomUUID() + ":";
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    enum Kind {
        MEMORY,
        REDIS
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOneNodePublishesReachesTheListenersOfTheTopicOnAllOthersInOrder(Kind kind) {
        Relay a = node(kind);
        List<String> b = listen(node(kind), "news");
        List<String> c = listen(node(kind), "news");
        List<String> other = listen(node(kind), "other");
        List<String> expected = IntStream.range(0, 500).mapToObj(String::valueOf).toList();

        expected.forEach(text -> a.publish("news", text));

        await().untilAsserted(() -> assertThat(b).isEqualTo(expected));
        await().untilAsserted(() -> assertThat(c).isEqualTo(expected));
        assertThat(other).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aNodeNeverHearsItself(Kind kind) {
        Relay a = node(kind);
        Relay b = node(kind);
        List<String> own = listen(a, "news");
        List<String> theirs = listen(b, "news");

        a.publish("news", "of a");
        b.publish("news", "of b");

        await().until(() -> own.contains("of b") && theirs.contains("of a"));
        assertThat(own).containsExactly("of b");
        assertThat(theirs).containsExactly("of a");
    }

    @ParameterizedTest
    @EnumSource
    void aTopicIsHeardUntilItsLastListenerHasGone(Kind kind) {
        Relay a = node(kind);
        Relay b = node(kind);
        List<String> first = new CopyOnWriteArrayList<>();
        Relay.Subscription one = subscribe(b, "news", first);
        Relay.Subscription two = subscribe(b, "news", new CopyOnWriteArrayList<>());
        List<String> later = listen(b, "later");

        two.close();
        two.close();
        a.publish("news", "heard");
        await().until(() -> first.contains("heard"));
        one.close();
        a.publish("news", "not heard");
        a.publish("later", "heard");

        await().until(() -> later.contains("heard"));
        assertThat(first).containsExactly("heard");
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatFailsDisturbsNoOther(Kind kind) {
        Relay a = node(kind);
        Relay b = node(kind);
        b.subscribe(
                "news",
                (topic, text) -> {
                    throw new IllegalStateException("of the test");
                });
        List<String> heard = listen(b, "news");

        a.publish("news", "one");
        a.publish("news", "two");

        await().untilAsserted(() -> assertThat(heard).containsExactly("one", "two"));
    }

    @Test
    void whileRedisIsAwayPublishingNeitherWaitsNorFailsAndAfterwardsEverythingIsHeardAgain() {
        try (var redis = Engines.newRedis()) {
            AtomicInteger connected = new AtomicInteger();
            Relay a = node(redis.url());
            Relay b = node(redis.url());
            b.onConnected(connected::incrementAndGet);
            List<String> heard = listen(b, "news");
            IntStream.range(0, 1_200).forEach(i -> subscribe(b, "more-" + i, new ArrayList<>()));

            redis.kill();
            IntStream.range(0, 20_000).forEach(i -> a.publish("news", "lost " + i));
            assertThat(meters.counter("serai.relay.lost").count()).isPositive();
            Relay.Subscription meanwhile = subscribe(b, "meanwhile", heard);
            assertThat(meanwhile.ready()).isCompleted();
            redis.start();

            await().untilAsserted(
                            () -> {
                                a.publish("news", "back");
                                a.publish("meanwhile", "too");
                                assertThat(heard).contains("back", "too");
                            });
            assertThat(heard).noneMatch(text -> text.startsWith("lost 19"));
            await().untilAsserted(() -> assertThat(connected).hasValue(1));
        }
    }

    @Test
    void whatIsSaidInOneDatabaseIsNotHeardInAnother() {
        String redis = Engines.redis().url();
        Relay a = node(redis + "/1");
        List<String> own = listen(node(redis + "/1"), "news");
        List<String> others = listen(node(redis + "/2"), "news");
        List<String> first = listen(node(redis), "news");

        a.publish("news", "of a");

        await().until(() -> own.contains("of a"));
        assertThat(others).isEmpty();
        assertThat(first).isEmpty();
    }

    @Test
    void redisMayBeAwayAtStart() {
        try (var redis = Engines.newRedis()) {
            redis.stop();
            Relay a = open(redis.url());
            Relay b = open(redis.url());
            List<String> heard = new CopyOnWriteArrayList<>();
            subscribe(b, "news", heard);
            a.publish("news", "lost");
            redis.start();

            await().untilAsserted(
                            () -> {
                                a.publish("news", "there");
                                assertThat(heard).contains("there").doesNotContain("lost");
                            });
        }
    }

    @Test
    void aBadUrlIsRefusedWithoutItsPassword() {
        RedisSettings settings = new RedisSettings("redis//:hidden@host", "serai:");

        assertThatThrownBy(() -> new RedisLink(settings))
                .hasMessageContaining("serai.redis.url")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
        assertThat(settings.toString()).doesNotContain("hidden");
    }

    @Test
    void aRedisThatLetsNobodyInFromTheStartIsToldOnceWithItsReason(CapturedOutput said) {
        try (var redis = Engines.newRedis();
                var admin = RedisClient.create(redis.url());
                var asked = admin.connect()) {
            asked.sync().configSet("requirepass", "right");
            String url = redis.url().replace("//", "//:wrong@");

            try (RedisNode _ = new RedisNode(url, prefix, Duration.ofSeconds(3))) {
                await().untilAsserted(
                                () ->
                                        assertThat(said.getOut())
                                                .contains("WRONGPASS")
                                                .contains("serai.redis.url"));
            }
            assertThat(said.getOut()).doesNotContain("wrong@").containsOnlyOnce("serai.redis.url");
        }
    }

    @Test
    void aRedisThatLetsNobodyInAnyMoreIsToldOnceWithItsReason(CapturedOutput said) {
        try (var redis = Engines.newRedis();
                var admin = RedisClient.create(redis.url());
                var asked = admin.connect()) {
            node(redis.url());

            asked.sync().configSet("requirepass", "changed");
            asked.sync().clientKill(KillArgs.Builder.typeNormal().skipme());

            await().untilAsserted(() -> assertThat(said.getOut()).contains("NOAUTH"));
            assertThat(said.getOut()).containsOnlyOnce("serai.redis.url");
        }
    }

    @Test
    void aRedisThatComesBackWithAPasswordIsToldTooThoughItWasToldThatItIsAway(CapturedOutput said) {
        try (var redis = Engines.newRedis()) {
            node(redis.url());

            redis.stop();
            await().untilAsserted(() -> assertThat(said.getOut()).contains("cannot be reached"));
            redis.setPassword("changed");
            redis.start();

            await().untilAsserted(() -> assertThat(said.getOut()).contains("NOAUTH"));
        }
    }

    private List<String> listen(Relay relay, String topic) {
        List<String> heard = new CopyOnWriteArrayList<>();
        subscribe(relay, topic, heard);
        return heard;
    }

    private static Relay.Subscription subscribe(Relay relay, String topic, List<String> heard) {
        Relay.Subscription subscription = relay.subscribe(topic, (name, text) -> heard.add(text));
        subscription.ready().orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
        return subscription;
    }

    private Relay node(Kind kind) {
        return kind == Kind.MEMORY ? MemoryRelay.in(mesh) : node(Engines.redis().url());
    }

    private Relay node(String url) {
        AtomicInteger up = new AtomicInteger();
        Relay relay = open(url, up::incrementAndGet);
        await().until(() -> up.get() == 1);
        return relay;
    }

    private Relay open(String url) {
        return open(url, () -> {});
    }

    private Relay open(String url, Runnable whenUp) {
        RedisSettings settings = new RedisSettings(url, prefix);
        Redis redis = new Redis(settings);
        open.add(redis);
        RedisRelay relay = new RedisRelay(redis.link().orElseThrow(), settings, meters);
        open.add(relay);
        relay.onConnected(whenUp);
        redis.start();
        return relay;
    }
}
