package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The list that ops work through. */
class DeadEventsTest {

    @TempDir private Path folder;

    @Test
    void whatWasPutThroughMakesRoomForWhatWasNot() {
        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            for (int i = 0; i < 3; i++) {
                at(store, i).keep("kafka", "shop/0/" + i, "body", "it must be JSON");
            }
            DeadEvents dead = at(store, 4);
            dead.replayed(UUID.fromString(dead.latest(1).getFirst().id()));

            assertThat(entries(dead.latest(2))).containsExactly("shop/0/1", "shop/0/0");
            assertThat(entries(dead.latest(9))).containsExactly("shop/0/1", "shop/0/0", "shop/0/2");
        }
    }

    private static DeadEvents at(LedgerOnDisk store, int second) {
        Instant time = Instant.ofEpochSecond(second);
        return new DeadEvents(store.sql(), Clock.fixed(time, ZoneOffset.UTC));
    }

    private static List<String> entries(List<DeadEvents.DeadEvent> all) {
        return all.stream().map(DeadEvents.DeadEvent::entry).toList();
    }
}
