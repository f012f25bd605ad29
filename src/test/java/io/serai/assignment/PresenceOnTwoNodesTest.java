package io.serai.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.cluster.RedisNode;
import io.serai.engines.Engines;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Two nodes on one PostgreSQL and one Redis, both real. */
@Beside
class PresenceOnTwoNodesTest {

    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final String url = Engines.postgres().freshDatabase();
    private final String prefix = "presence-test-" + UUID.randomUUID() + ":";
    private Node a;
    private Node b;

    @BeforeEach
    void open() {
        a = new Node(Engines.redis().url());
        b = new Node(Engines.redis().url());
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void anAgentIsLostWhenTheLastSocketOnAllNodesIsGone() {
        a.connect("mei");
        b.connect("mei");
        a.awaitOthers();
        b.awaitOthers();

        a.presence.lost("mei");
        assertThat(a.isConnected("mei")).isTrue();
        b.presence.lost("mei");

        assertThat(a.isConnected("mei")).isFalse();
    }

    @Test
    void theAgentsOfANodeThatDiesAreLostAndNobodyElses() {
        a.connect("mei");
        b.connect("qiang");
        a.awaitOthers();

        b.redis.kill();

        await().until(
                        () -> {
                            a.presence.look();
                            return !a.isConnected("qiang");
                        });
        assertThat(a.isConnected("mei")).isTrue();
    }

    @Test
    void aNodeThatStartsThrowsOutNobodyOnTheOthers() {
        a.connect("mei");

        b.presence.everyoneIsLostAtFirst();
        b.awaitOthers();
        for (int i = 0; i < 3; i++) {
            b.lookOnce();
        }

        assertThat(b.isConnected("mei")).isTrue();
    }

    @Test
    void whoCameBackWhileTheirGoingWasWrittenDownIsFoundAgain() {
        a.connect("mei");
        a.awaitOthers();
        a.presence.lost("mei");
        assertThat(a.isConnected("mei")).isFalse();
        a.presence.arrived("mei");

        await().until(
                        () -> {
                            a.presence.look();
                            return a.isConnected("mei");
                        });
    }

    @Test
    void whileRedisIsAwayWhoGoesIsLostWhoIsElsewhereIsFoundAndNobodyElseIsJudged() {
        try (var redis = Engines.newRedis();
                Node one = new Node(redis.url());
                Node other = new Node(redis.url())) {
            one.connect("mei");
            one.connect("qiang");
            other.connect("mei");
            other.connect("lan");
            one.awaitOthers();
            redis.kill();
            await().until(() -> !one.redis.isUp() && !other.redis.isUp());

            one.presence.lost("mei");
            one.presence.lost("qiang");
            other.lookOnce();
            one.lookOnce();
            one.lookOnce();
            assertThat(one.isConnected("mei")).isTrue();
            assertThat(one.isConnected("lan")).isTrue();
            assertThat(one.isConnected("qiang")).isFalse();
            other.redis.kill();
            redis.start();

            await().until(
                            () -> {
                                one.presence.look();
                                return !one.isConnected("mei") && !one.isConnected("lan");
                            });
        }
    }

    /** One node. */
    private final class Node implements AutoCloseable {

        final LedgerOnDisk store = new LedgerOnDisk(Engines.postgres(), url);
        final RedisNode redis;
        final Presence presence;

        Node(String redisUrl) {
            redis = new RedisNode(redisUrl, prefix, SILENCE);
            presence = new Presence(store.ledger(), redis.attendance(), Clock.systemUTC());
            await().until(redis::isUp);
        }

        void connect(String login) {
            presence.arrived(login);
            presence.set(login, Presence.State.ONLINE);
        }

        void awaitOthers() {
            await().until(() -> redis.attendance().everywhere().isPresent());
        }

        /** Waits until a look is due, and has it. */
        void lookOnce() {
            long until = System.nanoTime() + redis.attendance().interval().toNanos();
            await().until(() -> System.nanoTime() > until);
            presence.look();
        }

        boolean isConnected(String login) {
            return presence.all().getOrDefault(login, Presence.NEVER).connected();
        }

        @Override
        public void close() {
            redis.close();
            store.close();
        }
    }
}
