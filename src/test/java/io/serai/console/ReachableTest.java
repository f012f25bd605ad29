package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.SettableClock;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.ReplyWindow;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a customer can be told of an event is for each channel's own rule to say. */
class ReachableTest {

    private final SettableClock clock = new SettableClock();
    private final List<String> asked = new ArrayList<>();
    private boolean open = true;
    @TempDir private Path folder;
    private LedgerOnDisk store;
    private Reachable reachable;

    @BeforeEach
    void start() {
        store = new LedgerOnDisk(folder);
        reachable = new Reachable(List.of(new Ruled()), store.conversations(), clock);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void theChannelsOwnRuleIsAskedWithWhatTheCustomerSaidAndDecides() {
        Conversation conversation = spoken("ruled");

        assertThat(reachable.isReachable(conversation)).isTrue();
        open = false;
        assertThat(reachable.isReachable(conversation)).isFalse();
        assertThat(asked).containsExactly("在吗", "在吗");
    }

    @Test
    void aChannelWithoutOneHasTwoDays() {
        Conversation conversation = spoken("own");

        clock.advance(Duration.ofHours(47));
        assertThat(reachable.isReachable(conversation)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(reachable.isReachable(conversation)).isFalse();
        assertThat(asked).isEmpty();
    }

    private Conversation spoken(String channel) {
        Address address = new Address(channel, "main", "zhang");
        return store.commit(
                page -> {
                    Conversation opened = Conversation.opened(address, clock.instant());
                    page.put(opened);
                    return page.append(opened, said()).conversation();
                });
    }

    private Draft said() {
        return Draft.of(
                Sender.customer("zhang", null),
                new Content.Text("在吗"),
                null,
                null,
                Status.DELIVERED,
                null,
                clock.instant());
    }

    /** What a channel brings. */
    private final class Ruled implements ReplyWindow {

        @Override
        public Set<String> channels() {
            return Set.of("ruled");
        }

        @Override
        public boolean isOpen(Map<String, String> reply, List<Message> latest, Instant now) {
            asked.add(latest.getLast().content().words());
            return open;
        }
    }
}
