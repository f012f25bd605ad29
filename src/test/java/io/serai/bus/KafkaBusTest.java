package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.event.Sender;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hubs that share a store in PostgreSQL and tell each other through Kafka. */
@Beside
class KafkaBusTest extends BusContract {

    private final String database = Engines.postgres().freshDatabase();
    private final Offsets offsets = Offsets.fresh(Engines.kafka());

    @Override
    BusNode start() {
        return hub("30s");
    }

    private BusNode hub(String sweep, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(
                List.of(
                        "serai.store.url=" + database,
                        "serai.store.user=" + Engines.postgres().user(),
                        "serai.store.password=" + Engines.postgres().password(),
                        "serai.bus.brokers=" + Engines.kafka().brokers(),
                        "serai.bus.topic-prefix=" + offsets.prefix(),
                        "serai.bus.sweep=" + sweep));
        return start(settings.toArray(String[]::new));
    }

    @Test
    void aHubThatIsThereAgainUnderItsNameHoldsUpNothingByACallOfItsEarlierRun() throws Exception {
        node.close();
        node = hub("30s", "serai.node.name=here", "serai.bus.call-limit=1h");
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        BusNode.Platform working = platform;
        platform =
                outgoing -> {
                    called.countDown();
                    ended.await();
                    throw new IllegalStateException("Its hub is gone");
                };
        for (String text : words(3, "")) {
            node.says("he", text).get(30, TimeUnit.SECONDS);
        }
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        node.close();
        platform = working;

        node = hub("30s", "serai.node.name=here", "serai.bus.call-limit=1h");

        BusNode.soon().untilAsserted(() -> assertThat(toSend()).isZero());
        assertThat(node.talk("he"))
                .filteredOn(it -> it.startsWith("bot"))
                .containsExactly("bot re:0 unknown", "bot re:1 sent", "bot re:2 sent");
        assertThat(sent.get("he")).containsExactly("re:1", "re:2");
        ended.countDown();
    }

    @Test
    void aHubWithoutKafkaRefusesToStartBesideOneThatHasIt() {
        assertThatThrownBy(
                        () ->
                                start(
                                        "serai.store.url=" + database,
                                        "serai.store.user=" + Engines.postgres().user()))
                .rootCause()
                .hasMessageContaining("serai.bus.brokers");
    }

    @Test
    void whatKafkaLosesTheSweepFinds() throws Exception {
        node.close();
        node = hub("1s");
        node.stopRoute("bus-inbound");
        node.stopRoute("bus-outbound");
        node.says("lost", "one").get(30, TimeUnit.SECONDS);
        BusNode.soon().until(() -> offsets.written("inbound") > 0);

        offsets.lose("inbound");
        node.startRoute("bus-inbound");
        BusNode.soon().until(() -> offsets.written("outbound") > 0);
        offsets.lose("outbound");
        node.startRoute("bus-outbound");

        answersInOrder("lost", List.of("one"));
        assertThat(node.count("serai.bus.sweep.found")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void offsetsAreCommittedToTheEndWhenAllIsThroughAlsoWhenNothingMoreComes() throws Exception {
        for (String text : words(20, "")) {
            node.says("feng", text).get(30, TimeUnit.SECONDS);
        }
        answersInOrder("feng", words(20, ""));

        BusNode.soon().untilAsserted(() -> assertThat(offsets.left()).isZero());
        assertThat(offsets.committed()).isGreaterThanOrEqualTo(20 + 20);
    }

    @Test
    void offsetsAreCommittedToTheEndAlsoOfATopicThatWasMadeAnew() throws Exception {
        List<String> customers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            customers.add("anew" + i);
        }
        say(customers, 0, 3);
        BusNode.soon().untilAsserted(() -> assertThat(offsets.left()).isZero());

        offsets.makeAnew("inbound", 12);
        say(customers, 3, 4);

        for (String customer : customers) {
            answersInOrder(customer, words(4, " of " + customer));
        }
        BusNode.soon().untilAsserted(() -> assertThat(offsets.left()).isZero());
    }

    @Test
    void aSecondHubTakesItsShareAndGivesItBackAndNothingIsLostOrDoubled() throws Exception {
        List<String> customers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            customers.add("shared" + i);
        }
        say(customers, 0, 5);

        try (BusNode second = start()) {
            BusNode.soon()
                    .untilAsserted(() -> assertThat(offsets.hubs()).as("both read").isEqualTo(2));
            say(customers, 5, 10);
            BusNode.soon().until(() -> second.count("serai.bus.records") > 0);
        }
        say(customers, 10, 15);

        for (String customer : customers) {
            answersInOrder(customer, words(15, " of " + customer));
        }
    }

    private void say(List<String> customers, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            for (String customer : customers) {
                node.says(customer, i + " of " + customer);
            }
        }
        node.says("last", "said " + to).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aRecordThatIsNoneOfTheHubsIsPutAsideAndWhatComesBehindItGoesOn() throws Exception {
        node.says("wei", "before").get(30, TimeUnit.SECONDS);
        answersInOrder("wei", List.of("before"));

        offsets.write("inbound", "no conversation", "no word");
        offsets.write("inbound", UUID.randomUUID().toString(), "{}");
        offsets.write("inbound", UUID.randomUUID().toString(), "null");
        offsets.write("inbound", UUID.randomUUID().toString(), "x".repeat(2_000_000));
        offsets.write("outbound", BusNode.customer("wei").conversation(), null);
        node.says("wei", "after").get(30, TimeUnit.SECONDS);

        answersInOrder("wei", List.of("before", "after"));
        BusNode.soon().untilAsserted(() -> assertThat(offsets.left()).isZero());
        assertThat(offsets.read("dead")).contains("no word", "{}", "null");
        assertThat(offsets.read("dead")).as("of what is too long").contains("x".repeat(256 * 1024));
        assertThat(node.count("serai.bus.unreadable")).isEqualTo(5);
        assertThat(node.said("wei", Sender.Kind.BOT)).hasSize(2);
    }

    @Test
    void whatCustomersSayIsNotOnTheTopicsAndNoHeaderIsEither() throws Exception {
        node.says("secretive", "my secret").get(30, TimeUnit.SECONDS);
        answersInOrder("secretive", List.of("my secret"));

        assertThat(offsets.read("inbound")).containsOnly("{\"seq\":1}");
        assertThat(offsets.read("outbound")).containsOnly("{\"seq\":2}");
        assertThat(offsets.headers("inbound")).isEmpty();
        assertThat(offsets.headers("outbound")).isEmpty();
    }
}
