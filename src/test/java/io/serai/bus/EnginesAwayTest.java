package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Kafka;
import io.serai.engines.Postgres;
import io.serai.event.Owner;
import io.serai.event.Sender;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL or Kafka goes away under a hub that uses both, and comes back. */
@Beside
class EnginesAwayTest extends BusTest {

    private static Postgres postgres;
    private static Kafka kafka;

    private final String database = postgres.freshDatabase();
    private final Offsets offsets = Offsets.fresh(kafka);

    @BeforeAll
    static void startEngines() {
        postgres = Engines.newPostgres();
        kafka = Engines.newKafka("auto.create.topics.enable=false");
    }

    @AfterAll
    static void closeEngines() {
        postgres.close();
        kafka.close();
    }

    @Override
    BusNode start() {
        return start(20_000);
    }

    private BusNode start(int backlog) {
        // What a sweep finds only by the clock comes too late for these tests.
        return start(
                "serai.store.url=" + database,
                "serai.store.user=" + postgres.user(),
                "serai.store.password=" + postgres.password(),
                "serai.bus.brokers=" + kafka.brokers(),
                "serai.bus.topic-prefix=" + offsets.prefix(),
                "serai.bus.backlog=" + backlog,
                "serai.bus.sweep=1h");
    }

    @Test
    void whileTheStoreIsAwayNoOffsetMovesAndAfterwardsAllIsHandledInOrder() throws Exception {
        CountDownLatch asked = new CountDownLatch(6);
        CountDownLatch storeIsAway = new CountDownLatch(1);
        bot =
                said -> {
                    asked.countDown();
                    assertThat(storeIsAway.await(60, TimeUnit.SECONDS)).isTrue();
                    return "re:" + said;
                };
        for (String text : words(4, "")) {
            for (int customer = 0; customer < 6; customer++) {
                node.says("c" + customer, text).get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        postgres.stop();
        storeIsAway.countDown();

        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> offsets.committed("inbound") == 0);
        CompletableFuture<Receipt> refused = node.says("late", "refused");
        BusNode.soon().until(refused::isCompletedExceptionally);
        postgres.start();
        for (int customer = 0; customer < 6; customer++) {
            answersInOrder("c" + customer, words(4, ""));
        }
        BusNode.soon().untilAsserted(() -> assertThat(offsets.left()).isZero());
        node.says("late", "refused").get(30, TimeUnit.SECONDS);
        answersInOrder("late", List.of("refused"));
    }

    @Test
    void aPoisonMessageIsKeptOnceAlsoIfTheStoreIsAwayAtThatMoment() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch said = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        bot =
                words -> {
                    if (words.equals("poison")) {
                        if (tries.incrementAndGet() == 4) {
                            assertThat(said.await(30, TimeUnit.SECONDS)).isTrue();
                            postgres.stop();
                            stopped.countDown();
                        }
                        throw new IllegalStateException("on purpose");
                    }
                    return "re:" + words;
                };
        node.says("zhou", "before").get(30, TimeUnit.SECONDS);
        answersInOrder("zhou", List.of("before"));
        node.says("zhou", "poison").get(30, TimeUnit.SECONDS);
        node.says("zhou", "after").get(30, TimeUnit.SECONDS);
        said.countDown();

        assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        postgres.start();

        BusNode.soon()
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            assertThat(node.deadLetters()).isEqualTo(1);
                            assertThat(node.bean(io.serai.store.Backlog.class).toHandle())
                                    .isEmpty();
                        });
        assertThat(node.said("zhou", Sender.Kind.BOT)).containsExactly("re:before");
        assertThat(node.conversation("zhou").owner().kind())
                .as("a human sees the poison and what came after it")
                .isEqualTo(Owner.Kind.QUEUE);
        node.says("wu", "hello").get(30, TimeUnit.SECONDS);
        answersInOrder("wu", List.of("hello"));
        BusNode.soon().untilAsserted(() -> assertThat(offsets.left()).isZero());
        assertThat(node.deadLetters()).isEqualTo(1);
    }

    @Test
    void withoutKafkaTheHubTakesEverythingInAndCatchesUpByItselfAfterwards() throws Exception {
        node.close();
        node = start(3);
        node.says("c0", "before").get(30, TimeUnit.SECONDS);
        answersInOrder("c0", List.of("before"));
        assertThat(health().getDetails()).containsEntry("state", "connected");

        kafka.stop();
        for (int customer = 0; customer < 10; customer++) {
            for (String text : words(3, "")) {
                node.says("c" + customer, text).get(30, TimeUnit.SECONDS);
            }
        }

        BusNode.soon().until(() -> health().getDetails().get("state").equals("degraded"));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThat(node.said("c9", Sender.Kind.CUSTOMER)).hasSize(3);
        BusNode.soon()
                .alias("more than may wait is not told of, and found nevertheless")
                .until(() -> node.count("serai.bus.produce.dropped") > 0);
        kafka.start();
        answersInOrder("c0", List.of("before", "0", "1", "2"));
        for (int customer = 1; customer < 10; customer++) {
            answersInOrder("c" + customer, words(3, ""));
        }
        BusNode.soon().until(() -> health().getDetails().get("state").equals("connected"));
    }

    @Test
    void whatAHubKnewThatWentWhileKafkaWasAwayTheOthersFindWhenItIsBack() throws Exception {
        node.says("c0", "before").get(30, TimeUnit.SECONDS);
        answersInOrder("c0", List.of("before"));
        BusNode other = start();

        kafka.stop();
        // This one's record arrives once Kafka is back, as if nothing had been.
        node.says("c1", "meanwhile").get(30, TimeUnit.SECONDS);
        for (String text : words(3, "")) {
            other.says("orphan", text).get(30, TimeUnit.SECONDS);
        }
        other.close();
        BusNode.soon().until(() -> health().getDetails().get("state").equals("degraded"));
        kafka.start();

        answersInOrder("orphan", words(3, ""));
        assertThat(node.count("serai.bus.sweep.found")).isPositive();
    }

    @Test
    void aHubStartsWithoutKafkaAndTakesUpItsWorkWhenKafkaComes() throws Exception {
        node.close();
        kafka.stop();
        node = start();
        for (String text : words(5, "")) {
            node.says("early", text).get(30, TimeUnit.SECONDS);
        }
        assertThat(health().getDetails()).containsEntry("state", "degraded");

        kafka.start();

        answersInOrder("early", words(5, ""));
    }

    @Test
    void topicsThatAreGoneAreMadeAgainAndNothingIsLost() throws Exception {
        node.says("c0", "before").get(30, TimeUnit.SECONDS);
        answersInOrder("c0", List.of("before"));

        offsets.delete();
        for (String text : words(3, "")) {
            node.says("forgotten", text).get(30, TimeUnit.SECONDS);
        }

        answersInOrder("forgotten", words(3, ""));
        assertThat(health().getDetails()).containsEntry("state", "connected");
    }

    @Test
    void aTopicThatTheBrokerMadeAnewByItselfHasAsManyPartitionsAsBefore() throws Exception {
        node.says("c0", "before").get(30, TimeUnit.SECONDS);
        answersInOrder("c0", List.of("before"));
        long before = offsets.partitions("inbound");

        offsets.makePoor("inbound");
        for (String text : words(3, "")) {
            node.says("forgotten", text).get(30, TimeUnit.SECONDS);
        }

        answersInOrder("forgotten", words(3, ""));
        assertThat(before).isGreaterThan(1);
        await().ignoreExceptions().until(() -> offsets.partitions("inbound") == before);
    }

    private Health health() {
        return node.bean(BusHealth.class).health();
    }
}
