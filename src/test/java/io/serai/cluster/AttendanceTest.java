package io.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.serai.Beside;
import io.serai.engines.Engines;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** What is promised of who is connected where, with a real Redis. */
@Beside
class AttendanceTest {

    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final String prefix = "attendance-test-" + UUID.randomUUID() + ":";

    @Test
    void aNodeThatIsAloneKnowsEverybody() {
        Attendance alone = Attendance.alone();

        alone.arrived("mei");
        alone.arrived("qiang");
        alone.left("mei");

        assertThat(alone.everywhere()).contains(Set.of("qiang"));
    }

    @Test
    void allNodesKnowWhoIsConnectedToAnyOfThem() {
        try (RedisNode a = node();
                RedisNode b = node()) {
            a.attendance().arrived("mei");
            b.attendance().arrived("mei");
            b.attendance().arrived("qiang");
            awaitEverywhere(a, Set.of("mei", "qiang"));

            a.attendance().left("mei");
            awaitEverywhere(b, Set.of("mei", "qiang"));
            b.attendance().left("mei");

            awaitEverywhere(a, Set.of("qiang"));
        }
    }

    @Test
    void whoWasOnlyOnANodeThatDiedIsNowhereAfterItsSilence() {
        try (RedisNode a = node()) {
            RedisNode dead = node();
            a.attendance().arrived("mei");
            dead.attendance().arrived("qiang");
            awaitEverywhere(a, Set.of("mei", "qiang"));

            dead.kill();

            awaitEverywhere(a, Set.of("mei"));
        }
    }

    @Test
    void nobodyIsJudgedWhileRedisIsAwayNorBeforeAllNodesHaveHadTimeToSpeakAgain() {
        try (var redis = Engines.newRedis();
                RedisNode a = new RedisNode(redis.url(), prefix, SILENCE);
                RedisNode b = new RedisNode(redis.url(), prefix, SILENCE)) {
            b.attendance().arrived("mei");
            awaitEverywhere(a, Set.of("mei"));

            redis.kill();
            await().until(() -> !a.isUp());
            assertThat(a.attendance().everywhere()).isEmpty();
            redis.start();

            await().pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> {
                                var known = a.attendance().everywhere();
                                known.ifPresent(it -> assertThat(it).contains("mei"));
                                return known.isPresent();
                            });
        }
    }

    @Test
    void nobodyIsJudgedWhileRedisAnswersAndTakesNothing() {
        try (var redis = Engines.newRedis();
                var admin = RedisClient.create(redis.url());
                var said = admin.connect();
                RedisNode a = new RedisNode(redis.url(), prefix, SILENCE);
                RedisNode b = new RedisNode(redis.url(), prefix, SILENCE)) {
            b.attendance().arrived("mei");
            awaitEverywhere(a, Set.of("mei"));

            said.sync().configSet("maxmemory", "1");
            await().until(
                            () -> {
                                a.attendance()
                                        .everywhere()
                                        .ifPresent(it -> assertThat(it).contains("mei"));
                                return said.sync().keys(prefix + "node:*").isEmpty();
                            });
            assertThat(a.attendance().everywhere()).isEmpty();
            said.sync().configSet("maxmemory", "0");

            awaitEverywhere(a, Set.of("mei"));
        }
    }

    private static void awaitEverywhere(RedisNode node, Set<String> logins) {
        await().untilAsserted(() -> assertThat(node.attendance().everywhere()).contains(logins));
    }

    private RedisNode node() {
        return new RedisNode(Engines.redis().url(), prefix, SILENCE);
    }
}
