package io.serai.channel.douyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.cluster.RedisNode;
import io.serai.cluster.SharedCache;
import io.serai.engines.Engines;
import io.serai.store.LedgerOnDisk;
import io.serai.store.StoreAway;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** What two nodes share of a Douyin account, on a real PostgreSQL and a real Redis. */
@Beside
class DouyinOnTwoNodesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Map<String, String> REPLY =
            Map.of(
                    "msg_id",
                    "@m==",
                    "conversation_id",
                    "@c==",
                    "scene",
                    Normaliser.REPLY_SCENE,
                    "at",
                    NOW.minusSeconds(5).toString());

    @TempDir Path folder;

    private final String url = Engines.postgres().freshDatabase();
    private final LedgerOnDisk a = new LedgerOnDisk(Engines.postgres(), url);
    private final LedgerOnDisk b = new LedgerOnDisk(Engines.postgres(), url);
    private FakeDouyin platform;

    @BeforeEach
    void open() throws IOException {
        platform = new FakeDouyin();
    }

    @AfterEach
    void close() {
        platform.close();
        a.close();
        b.close();
    }

    @Test
    void oneNodeGetsTheTokenForAll() throws Exception {
        OperatorTokens[] nodes = {tokens(a, "a"), tokens(b, "b")};
        Set<String> got = ConcurrentHashMap.newKeySet();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                OperatorTokens node = nodes[i % 2];
                threads.submit(() -> got.add(node.current()));
            }
        }

        assertThat(got).containsExactly("act.FAKE");
        assertThat(platform.to("/oauth/refresh_token/")).hasSize(1);
    }

    @Test
    void aTokenRefusedOnBothNodesIsReplacedOnce() throws Exception {
        platform.answer("/oauth/refresh_token/", refreshed("act.1", "rft.1"))
                .answer("/oauth/refresh_token/", refreshed("act.2", "rft.2"))
                .answer("/oauth/refresh_token/", refreshed("act.3", "rft.3"));
        OperatorTokens first = tokens(a, "a");
        OperatorTokens second = tokens(b, "b");
        String stale = first.current();
        assertThat(second.current()).isEqualTo(stale);

        assertThat(first.after(stale)).isEqualTo("act.2");
        assertThat(second.after(stale)).isEqualTo("act.2");

        assertThat(platform.to("/oauth/refresh_token/")).hasSize(2);
        assertThat(second.after("act.2")).isEqualTo("act.3");
        assertThat(platform.to("/oauth/refresh_token/").getLast().body())
                .as("with the refresh token that the other node was given")
                .endsWith("refresh_token=rft.2");
    }

    @Test
    void whatANodeHadInItsFileBeforeIsTakenOver() {
        FileTokenStore file = new FileTokenStore(folder.resolve("a.json"));
        OperatorTokens before =
                new OperatorTokens(
                        "main",
                        account(),
                        file,
                        new TokenApi(account()),
                        Clock.fixed(NOW, ZoneOffset.UTC));
        String token = before.current();

        assertThat(tokens(a, "a").current()).isEqualTo(token);

        assertThat(platform.to("/oauth/refresh_token/")).hasSize(1);
    }

    @Test
    void whileTheStoreIsAwayTheTokenAtHandIsUsedAndNoneIsFetched() {
        OperatorTokens tokens = tokens(a, "a");
        String token = tokens.current();
        a.close();

        assertThat(tokens.current()).isEqualTo(token);
        assertThatThrownBy(() -> tokens.after(token)).isInstanceOf(StoreAway.class);

        assertThat(platform.to("/oauth/refresh_token/")).hasSize(1);
    }

    @Test
    void theNodesCountTogetherHowMuchWasSaidInAWindow() {
        String prefix = "windows-test-" + UUID.randomUUID() + ":";
        try (var redis = Engines.newRedis();
                RedisNode one = new RedisNode(redis.url(), prefix, Duration.ofSeconds(15));
                RedisNode other = new RedisNode(redis.url(), prefix, Duration.ofSeconds(15))) {
            await().until(() -> one.isUp() && other.isUp());
            Windows here = windows(one.cache());
            Windows there = windows(other.cache());
            for (int i = 0; i < 4; i++) {
                here.spend(window(here));
            }

            await().untilAsserted(
                            () ->
                                    assertThat(there.choose(REPLY, 3).refusal())
                                            .contains("only 2 more"));
            assertThat(there.choose(REPLY, 2).window()).isNotNull();
            redis.kill();
            await().until(() -> !one.isUp() && !other.isUp());

            assertThat(here.choose(REPLY, 3).refusal()).contains("only 2 more");
            assertThat(there.choose(REPLY, 3).window())
                    .as("not known here; the platform refuses what is too much")
                    .isNotNull();
        }
    }

    private static Window window(Windows windows) {
        Window window = windows.choose(REPLY, 1).window();
        assertThat(window).isNotNull();
        return window;
    }

    private static Windows windows(SharedCache cache) {
        ObjectProvider<SharedCache> shared =
                new StaticListableBeanFactory(Map.of("cache", cache))
                        .getBeanProvider(SharedCache.class);
        return new Windows(Providers.of(Clock.fixed(NOW, ZoneOffset.UTC)), shared);
    }

    private OperatorTokens tokens(LedgerOnDisk store, String node) {
        DouyinAccount account = account();
        return new OperatorTokens(
                "main",
                account,
                new SharedTokenStore(
                        "main",
                        store.platformTokens(),
                        new FileTokenStore(folder.resolve(node + ".json"))),
                new TokenApi(account),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private DouyinAccount account() {
        return Vectors.account(platform.base(), "");
    }

    private static String refreshed(String access, String refresh) {
        return ("{\"data\":{\"access_token\":\"%s\",\"expires_in\":\"1296000\","
                        + "\"refresh_token\":\"%s\",\"refresh_expires_in\":\"2592000\","
                        + "\"error_code\":0},\"message\":\"success\"}")
                .formatted(access, refresh);
    }
}
