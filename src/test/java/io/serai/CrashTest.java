package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The hub is killed in the middle of its work, more than once, and then everything is counted. */
@Beside
class CrashTest {

    private static final int KILLS = 2;
    private static final int CUSTOMERS = 8;
    private static final int BETWEEN_KILLS = 240;

    @TempDir private Path folder;

    @Test
    void aKilledHubLosesNothingItAcknowledgedAndAnswersOrAssignsEveryConversation()
            throws Exception {
        try (HubProcess hub = new HubProcess(folder, "serai.reload.watch=false").start();
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<TalkingCustomer> customers =
                    IntStream.range(0, CUSTOMERS)
                            .mapToObj(i -> new TalkingCustomer(hub, http, words(i)))
                            .toList();
            customers.forEach(threads::submit);

            for (int kill = 0; kill < KILLS; kill++) {
                awaitMoreAcknowledged(customers);
                hub.kill();
                hub.start();
            }
            awaitMoreAcknowledged(customers);
            customers.forEach(customer -> customer.talking = false);
            threads.shutdown();
            await().until(threads::isTerminated);

            Audit audit = new Audit(hub);
            for (TalkingCustomer customer : customers) {
                assertThat(customer.fault).isEmpty();
                audit.everyAcknowledgedMessageIsThereOnceAndInOrder(customer);
                audit.itIsAnsweredOrAssigned(customer);
            }
        }
    }

    /** Even ones ask what the bot knows; odd ones want a human after a while. */
    private static java.util.function.IntFunction<String> words(int customer) {
        return message -> customer % 2 == 1 && message == 20 ? "转人工" : "怎么退货？第 " + message + " 次问";
    }

    private static void awaitMoreAcknowledged(List<TalkingCustomer> customers) {
        int target = acknowledged(customers) + BETWEEN_KILLS;
        await().pollInterval(Duration.ofMillis(5))
                .failFast(() -> customers.stream().anyMatch(it -> !it.fault.isEmpty()))
                .until(() -> acknowledged(customers) >= target);
    }

    private static int acknowledged(List<TalkingCustomer> customers) {
        return customers.stream().mapToInt(customer -> customer.acknowledged.size()).sum();
    }
}
