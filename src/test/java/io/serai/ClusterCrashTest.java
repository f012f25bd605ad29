package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.engines.Engines;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Two hubs on PostgreSQL, Kafka and Redis: customers on the one, their agent on the other. Each is
 * killed in the middle of its work, and then everything is counted.
 */
@Tag("long")
class ClusterCrashTest {

    private static final int CUSTOMERS = 6;
    private static final int ASKS_FOR_A_HUMAN = 5;
    private static final int BETWEEN_KILLS = 180;

    @TempDir private Path folder;
    private final String database = Engines.postgres().freshDatabase();
    private final String prefix = "t" + UUID.randomUUID();

    @Test
    void killingEitherHubLosesNothingDoublesNothingAndKeepsTheOrder() throws Exception {
        try (HubProcess here = hub("here");
                HubProcess there = hub("there");
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            here.launch();
            there.start();
            here.awaitStarted();
            List<TalkingCustomer> customers =
                    IntStream.range(0, CUSTOMERS)
                            .mapToObj(i -> new TalkingCustomer(here, http, words(i)))
                            .toList();
            AnsweringAgent agent = new AnsweringAgent(there, http, "agent1");
            threads.submit(agent);
            customers.forEach(threads::submit);

            awaitMore(customers, agent);
            here.kill();
            here.start();
            awaitMore(customers, agent);
            there.kill();
            there.start();
            awaitMore(customers, agent);
            customers.forEach(customer -> customer.talking = false);
            await().until(() -> customers.stream().allMatch(customer -> customer.closed));
            agent.working = false;

            Audit audit = new Audit(there);
            assertThat(agent.fault).isEmpty();
            for (TalkingCustomer customer : customers) {
                assertThat(customer.fault).isEmpty();
                audit.everyAcknowledgedMessageIsThereOnceAndInOrder(customer);
                audit.itIsAnsweredOrAssigned(customer);
                audit.everyReplyThatWasTakenIsThereOnce(agent, customer.conversation);
            }
        }
    }

    private HubProcess hub(String name) throws IOException {
        return new HubProcess(
                Files.createDirectories(folder.resolve(name)),
                "serai.node.name=" + name,
                "serai.store.url=" + database,
                "serai.store.user=" + Engines.postgres().user(),
                "serai.store.password=" + Engines.postgres().password(),
                "serai.bus.brokers=" + Engines.kafka().brokers(),
                "serai.bus.topic-prefix=" + prefix,
                "serai.redis.url=" + Engines.redis().url(),
                "serai.security.secret=a-secret-that-both-hubs-share-in-this-test",
                "serai.reload.watch=false");
    }

    /** Every other one wants a human after a while. */
    private static IntFunction<String> words(int customer) {
        return message ->
                customer % 2 == 1 && message == ASKS_FOR_A_HUMAN
                        ? "转人工"
                        : "怎么退货？第 " + message + " 次问";
    }

    private static void awaitMore(List<TalkingCustomer> customers, AnsweringAgent agent) {
        int acknowledged = acknowledged(customers) + BETWEEN_KILLS;
        int taken = agent.taken.size() + 10;
        await().pollInterval(Duration.ofMillis(5))
                .failFast(() -> customers.stream().anyMatch(it -> !it.fault.isEmpty()))
                .until(
                        () ->
                                acknowledged(customers) >= acknowledged
                                        && agent.taken.size() >= taken);
    }

    private static int acknowledged(List<TalkingCustomer> customers) {
        return customers.stream().mapToInt(customer -> customer.acknowledged.size()).sum();
    }
}
