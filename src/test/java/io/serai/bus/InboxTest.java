package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Inbound;
import io.serai.event.Sender;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

class InboxTest {

    private static final Address ADDRESS = new Address("douyin", "main", "u1");

    @TempDir Path folder;

    @Test
    void whatAnAnswerMustQuoteStaysUntilALaterMessageSaysOtherwise() {
        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            take(store, "k1", Map.of("msg_id", "m1", "at", "t1", "written_msg_id", "m1"));
            take(store, "k2", Map.of("msg_id", "m2", "at", "t2"));
            take(store, "k3", Map.of());

            assertThat(store.conversation(ADDRESS.conversation()).reply())
                    .isEqualTo(Map.of("msg_id", "m2", "at", "t2", "written_msg_id", "m1"));
        }
    }

    @Test
    void whatThePlatformDeliversLateTakesNothingFromWhatWasSaidLater() {
        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            String second = "2026-11-22T08:00:00Z";
            take(store, "k2", Map.of("msg_id", "m2", "at", second));
            take(
                    store,
                    "k1",
                    Map.of("msg_id", "m1", "at", "2026-11-21T09:00:00Z", "written_msg_id", "m1"));

            assertThat(store.conversation(ADDRESS.conversation()).reply())
                    .isEqualTo(Map.of("msg_id", "m2", "at", second, "written_msg_id", "m1"));
        }
    }

    private static void take(LedgerOnDisk store, String key, Map<String, String> reply) {
        store.ledger()
                .commitNow(
                        Inbox.unit(
                                new Inbound.Said(
                                        ADDRESS,
                                        key,
                                        Sender.customer("u1", null),
                                        new Content.Text(key),
                                        null,
                                        Map.of(),
                                        reply),
                                Clock.systemUTC()));
    }
}
