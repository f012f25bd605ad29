package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.cluster.Places;
import io.serai.cluster.RedisNode;
import io.serai.engines.Engines;
import io.serai.event.Address;
import io.serai.event.Content;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A push waits on one node, its reply is sent by the other; over a real Redis. */
@Beside
class PassiveRepliesOnTwoNodesTest {

    private static final Address ANNA = new Address("wechat", "main", "anna");
    private static final Content HELLO = new Content.Text("马上 😊 \n到");
    private static final CompletableFuture<Void> NOT_HANDLED_HERE = new CompletableFuture<>();

    private final String prefix = "passive-test-" + UUID.randomUUID() + ":";
    private final List<RedisNode> nodes = new ArrayList<>();
    private PassiveReplies pushed;
    private PassiveReplies sends;

    @BeforeEach
    void open() {
        pushed = node(Engines.redis().url());
        sends = node(Engines.redis().url());
    }

    @AfterEach
    void close() {
        nodes.forEach(RedisNode::close);
    }

    @Test
    void aReplyFindsThePushOnTheOtherNodeAndGoesBackInItsResponse() throws Exception {
        PassiveReplies.Waiting push = pushed.open(ANNA);

        Future<Boolean> written = awaitTaken();

        assertThat(push.await(NOT_HANDLED_HERE, 30_000)).contains(HELLO);
        assertThat(written.isDone()).as("not before it is out").isFalse();
        push.written(true);
        assertThat(written.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sends.offer(ANNA, HELLO)).as("a push takes one reply").isNull();
    }

    @Test
    void ofTwoRepliesOneIsTakenAndTheOtherGoesByTheApi() throws Exception {
        PassiveReplies.Waiting push = pushed.open(ANNA);
        PassiveReplies third = node(Engines.redis().url());
        Future<Boolean> first = awaitTaken();
        Future<Boolean> second = third.offer(ANNA, HELLO);
        Future<Boolean> local = pushed.offer(ANNA, new Content.Text("local"));

        Optional<Content> answer = push.await(NOT_HANDLED_HERE, 30_000);
        push.written(true);

        assertThat(second).isNull();
        assertThat(answer).isPresent();
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(local == null);
    }

    @Test
    void whoeverComesTooLateIsToldSoAndNothingIsSaidTwice() {
        PassiveReplies.Waiting push = pushed.open(ANNA);

        assertThat(push.await(CompletableFuture.completedFuture(null), 300)).isEmpty();

        assertThat(sends.offer(ANNA, HELLO)).isNull();
    }

    @Test
    void manyRacesEndWithEachReplyTakenOnceOrNotAtAll() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                int wait = i % 12;
                PassiveReplies.Waiting push = pushed.open(ANNA);
                Future<Optional<Content>> response =
                        threads.submit(
                                () -> {
                                    Optional<Content> taken = push.await(NOT_HANDLED_HERE, wait);
                                    push.written(taken.isPresent());
                                    return taken;
                                });
                Future<Boolean> offered = sends.offer(ANNA, HELLO);

                boolean byPush = offered != null && offered.get(60, TimeUnit.SECONDS);
                assertThat(response.get().isPresent()).as("round %d", i).isEqualTo(byPush);
            }
        }
    }

    @Test
    void withoutRedisEveryNodeKnowsItsOwnPushesOnly() {
        try (var redis = Engines.newRedis()) {
            PassiveReplies one = node(redis.url());
            PassiveReplies other = node(redis.url());
            RedisNode last = nodes.getLast();
            redis.kill();
            await().until(() -> nodes.stream().filter(RedisNode::isUp).count() == 2);
            PassiveReplies.Waiting push = one.open(ANNA);

            assertThat(other.offer(ANNA, HELLO)).isNull();
            assertThat(one.offer(ANNA, HELLO)).isNotNull();

            assertThat(push.take()).contains(HELLO);
            assertThat(last.isUp()).isFalse();
        }
    }

    @Test
    void aNodeThatDiesWithThePushLeavesTheOutcomeUnknown() {
        pushed.open(ANNA);
        Places.Found found =
                await().until(
                                () -> nodes.get(1).places().find("wechat:" + ANNA.conversation()),
                                Optional::isPresent)
                        .orElseThrow();
        nodes.getFirst().kill();

        Future<Boolean> outcome = found.bring("{\"type\":\"text\",\"text\":\"x\"}");

        assertThatThrownBy(() -> outcome.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }

    /** Offers until the place can be seen from the other node. */
    private Future<Boolean> awaitTaken() {
        return await().until(() -> sends.offer(ANNA, HELLO), java.util.Objects::nonNull);
    }

    private PassiveReplies node(String url) {
        RedisNode node = new RedisNode(url, prefix, Duration.ofSeconds(15));
        nodes.add(node);
        await().until(node::isUp);
        return new PassiveReplies(node.places());
    }
}
