package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The list that ops work through. */
class DeadLettersTest {

    @TempDir private Path folder;

    @Test
    void whatWasPutThroughMakesRoomForWhatWasNot() {
        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            for (int i = 0; i < 3; i++) {
                dies(store, "d" + i, i, i == 2);
            }

            assertThat(ids(store, 2)).containsExactly("d1", "d0");
            assertThat(ids(store, 9)).containsExactly("d1", "d0", "d2");
        }
    }

    private static void dies(LedgerOnDisk store, String id, int second, boolean replayed) {
        OffsetDateTime time = Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC);
        store.sql()
                .sql(
                        "insert into dead_letter (id, conversation, seq, message, reason, time,"
                                + " replayed) values (?, 'c', 1, 'm', 'it failed', ?, ?)")
                .param(id)
                .param(time)
                .param(replayed ? time : null)
                .update();
    }

    private static List<String> ids(LedgerOnDisk store, int limit) {
        return store.conversations().deadLetters(limit).stream().map(DeadLetter::id).toList();
    }
}
