package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One hub, with its store in a file. */
class EmbeddedBusTest extends BusContract {

    @TempDir private Path folder;

    @Override
    BusNode start() {
        return start("serai.store.url=jdbc:h2:file:" + folder.resolve("serai"));
    }

    @Test
    void whatIsUnderWayInARouteThatIsTakenOutIsFinishedThere() throws Exception {
        Step asked = new Step();
        Step called = new Step();
        BusNode.Platform real = platform;
        bot = said -> asked.pass("re:" + said);
        platform = outgoing -> called.pass(real.send(outgoing));

        node.says("sun", "0").get(30, TimeUnit.SECONDS);
        asked.whileSomebodyIsThere("conversation");
        called.whileSomebodyIsThere("outbound");
        node.says("sun", "1").get(30, TimeUnit.SECONDS);
        node.startRoute("conversation");
        node.startRoute("outbound");

        answersInOrder("sun", words(2, ""));
        assertThat(asked.times).as("the bot is asked once for each").hasValue(2);
        assertThat(node.count("serai.bus.inbound.failures")).isZero();
    }

    /** A step of a route; who comes first stays there until the route is on its way out. */
    private final class Step {
        private final AtomicInteger times = new AtomicInteger();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        <T> T pass(T what) throws InterruptedException {
            if (times.incrementAndGet() == 1) {
                reached.countDown();
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            }
            return what;
        }

        void whileSomebodyIsThere(String route) throws Exception {
            assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
            FutureTask<Boolean> stop =
                    new FutureTask<>(
                            () -> {
                                node.stopRoute(route);
                                return true;
                            });
            Thread.startVirtualThread(stop);
            BusNode.soon().until(() -> !node.takes(route));
            goOn.countDown();
            stop.get(30, TimeUnit.SECONDS);
        }
    }
}
