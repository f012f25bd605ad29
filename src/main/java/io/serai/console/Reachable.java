package io.serai.console;

import io.serai.event.Message;
import io.serai.event.ReplyWindow;
import io.serai.event.Sender;
import io.serai.store.Conversation;
import io.serai.store.Conversations;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a customer can be told something just now: by the rule of each channel's platform. On a
 * channel that has brought none it is 48 hours after the customer's last words.
 */
@Component
class Reachable {

    private static final Duration USUAL = Duration.ofDays(2);
    private static final int LOOK_BACK = 50;

    private final Map<String, ReplyWindow> windows = new HashMap<>();
    private final Conversations conversations;
    private final Clock clock;

    Reachable(List<ReplyWindow> windows, Conversations conversations, Clock clock) {
        windows.forEach(it -> it.channels().forEach(channel -> this.windows.put(channel, it)));
        this.conversations = conversations;
        this.clock = clock;
    }

    boolean isReachable(Conversation conversation) {
        List<Message> latest = conversations.before(conversation.id(), Long.MAX_VALUE, LOOK_BACK);
        Instant now = clock.instant();
        ReplyWindow window = windows.get(conversation.address().channel());
        return window == null
                ? latest.stream()
                        .filter(it -> it.sender().kind() == Sender.Kind.CUSTOMER)
                        .anyMatch(it -> now.isBefore(it.time().plus(USUAL)))
                : window.isOpen(conversation.reply(), latest, now);
    }
}
