package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Address;
import io.serai.event.Owner;
import io.serai.store.Conversation;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** When an agent is told once more how everything stands. */
class StandingTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Conversation HELD =
            Conversation.opened(new Address("web", "main", "zhang"), NOW)
                    .grown(true, "hello", NOW)
                    .handedTo(Owner.agent("mei", null, NOW));

    @Test
    void whateverAFrameMayHaveSaidMeanwhileIsNotUndone() {
        assertThat(isMoved(HELD.handedTo(Owner.closed(NOW)))).as("its owner").isTrue();
        assertThat(isMoved(HELD.readTo(1))).as("read at another desk").isTrue();
        assertThat(isMoved(HELD.knownAs("张三", Map.of()))).as("named").isTrue();
    }

    @Test
    void aMessageMoreIsToldByItself() {
        assertThat(isMoved(HELD.grown(true, "hello?", NOW.plusSeconds(1)))).isFalse();
    }

    private static boolean isMoved(Conversation later) {
        return standing(HELD).isMoved(standing(later));
    }

    private static Standing standing(Conversation held) {
        return new Standing(List.of(ConversationView.of(held)), List.of());
    }
}
