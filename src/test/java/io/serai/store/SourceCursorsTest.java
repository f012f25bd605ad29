package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.SettableClock;
import io.serai.engines.Engines;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** On both engines. */
class SourceCursorsTest {

    private final SettableClock clock = new SettableClock();

    @Test
    void ofManyNodesThatAskAtOnceOneHasTheTurnOnH2() throws Exception {
        try (OpenStore store = new OpenStore("jdbc:h2:mem:cursors", "sa")) {
            turns(store.cursors(clock));
        }
    }

    @Test
    void ofManyNodesThatAskAtOnceOneHasTheTurnOnPostgres() throws Exception {
        try (OpenStore store = postgres()) {
            turns(store.cursors(clock));
        }
    }

    @Test
    void whileTheStoreIsAwayItIsNobodysTurn() throws Exception {
        OpenStore store = new OpenStore("jdbc:h2:mem:away", "sa");
        SourceCursors cursors = store.cursors(clock);
        store.close();

        assertThat(cursors.mayRead("rows", "5m")).isFalse();
    }

    private static OpenStore postgres() {
        return new OpenStore(Engines.postgres().freshDatabase(), Engines.postgres().user());
    }

    private void turns(SourceCursors cursors) throws Exception {
        assertThat(atOnce(cursors)).as("the first time").isEqualTo(1);
        assertThat(atOnce(cursors)).as("at the same time").isZero();
        clock.advance(Duration.ofMinutes(5));
        assertThat(atOnce(cursors)).as("the next time").isEqualTo(1);

        assertThat(cursors.at("contacts")).isEmpty();
        cursors.save("contacts", "2026-11-21T08:00:00Z");
        cursors.save("contacts", "2026-11-21T09:00:00Z");
        cursors.save("rows", "7");

        assertThat(cursors.at("contacts")).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(cursors.at("rows")).isEqualTo("7");
        assertThat(cursors.mayRead("contacts", "5m")).as("saving is no turn").isFalse();
        clock.advance(Duration.ofMinutes(4).plusSeconds(35));
        assertThat(cursors.mayRead("contacts", "5m")).as("nine tenths will do").isTrue();
    }

    private static long atOnce(SourceCursors cursors) throws Exception {
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> asks =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    it ->
                                            (Callable<Boolean>)
                                                    () ->
                                                            cursors.turn(
                                                                    "contacts",
                                                                    Duration.ofMinutes(5)))
                            .toList();
            return nodes.invokeAll(asks).stream().filter(Future::resultNow).count();
        }
    }
}
