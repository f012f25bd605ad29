package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.chaos.Balancer;
import io.serai.engines.Engines;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Three hubs behind a balancer that looks at their readiness are restarted one after another, while
 * customers talk and an agent answers. Nobody sees an error.
 */
@Tag("long")
class RollingRestartTest {

    private static final int NODES = 3;
    private static final int CUSTOMERS = 12;
    private static final int SERVICE_RESTART = 1012;
    private static final Duration GONE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    @Test
    void aRollingRestartOfThreeNodesUnderLoadShowsNobodyAnError() throws Exception {
        List<HubProcess> nodes = nodes();
        try (Balancer balancer = new Balancer(() -> ready(nodes));
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nodes.getFirst().start(); // it makes the tables
            for (HubProcess node : nodes.subList(1, NODES)) {
                node.launch();
            }
            for (HubProcess node : nodes) {
                await().atMost(Duration.ofSeconds(120)).until(node::isReady);
            }
            Door door = new BalancedDoor(balancer);
            List<TalkingCustomer> customers =
                    IntStream.range(0, CUSTOMERS)
                            .mapToObj(i -> new TalkingCustomer(door, http, words(i)))
                            .toList();
            AnsweringAgent agent = new AnsweringAgent(door, http, "agent1");
            threads.submit(agent);
            customers.forEach(threads::submit);

            for (HubProcess node : nodes) {
                awaitAllHeardAgain(customers);
                node.terminate();
                assertThat(node.awaitGone(GONE)).isIn(0, 143);
                assertThat(node.log()).contains("Left: 0 sockets, 0 requests, 0 conversations");
                node.start();
            }
            awaitAllHeardAgain(customers);
            customers.forEach(customer -> customer.talking = false);
            await().until(() -> customers.stream().allMatch(it -> it.closed));
            agent.working = false;

            Audit audit = new Audit(nodes.getFirst());
            for (TalkingCustomer customer : customers) {
                assertThat(customer.fault).isEmpty();
                assertThat(customer.refused).hasValue(0);
                assertThat(customer.closes).containsOnly(SERVICE_RESTART);
                assertThat(customer.reconnects).hasSameSizeAs(customer.closes);
                audit.everyAcknowledgedMessageIsThereOnceAndInOrder(customer);
                audit.everyReplyThatWasTakenIsThereOnce(agent, customer.conversation);
            }
            assertThat(agent.fault).isEmpty();
            assertThat(agent.refused).hasValue(0);
            assertThat(agent.closes).containsOnly(SERVICE_RESTART);
            assertThat(agent.taken).isNotEmpty();
        } finally {
            nodes.forEach(HubProcess::close);
        }
    }

    private List<HubProcess> nodes() throws IOException {
        var postgres = Engines.postgres();
        String database = postgres.freshDatabase();
        List<HubProcess> nodes = new ArrayList<>();
        for (int node = 1; node <= NODES; node++) {
            nodes.add(
                    new HubProcess(
                            Files.createDirectories(folder.resolve("node" + node)),
                            "serai.store.url=" + database,
                            "serai.store.user=" + postgres.user(),
                            "serai.store.password=" + postgres.password(),
                            "serai.bus.brokers=" + Engines.kafka().brokers(),
                            "serai.redis.url=" + Engines.redis().url(),
                            "serai.security.secret=what every node of this test knows, and no"
                                    + " other",
                            "serai.node.name=node" + node,
                            "serai.reload.watch=false",
                            "serai.assignment.grace=10m",
                            "serai.drain.notice=2s"));
        }
        return nodes;
    }

    private static List<Integer> ready(List<HubProcess> nodes) {
        return nodes.stream().filter(HubProcess::isReady).map(HubProcess::port).toList();
    }

    /** Everybody has had acknowledgements since now, on whichever node they are. */
    private static void awaitAllHeardAgain(List<TalkingCustomer> customers) {
        for (TalkingCustomer customer : customers) {
            int target = customer.acknowledged.size() + 10;
            await().failFast(() -> !customer.fault.isEmpty())
                    .until(() -> customer.acknowledged.size() >= target);
        }
    }

    /** They think a little before each message; every third wants a human after a while. */
    private static IntFunction<String> words(int customer) {
        return message -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
            return customer % 3 == 1 && message == 5 ? "转人工" : "怎么退货？第 " + message + " 次问";
        };
    }

    private record BalancedDoor(Balancer balancer) implements Door {

        @Override
        public URI hub(String path) {
            return balancer.http(path);
        }

        @Override
        public URI socket(String path) {
            return balancer.socket(path);
        }

        @Override
        public void awaitOpen() {
            // It always is: that is what is to be shown.
        }
    }
}
