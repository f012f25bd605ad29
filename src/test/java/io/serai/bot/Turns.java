package io.serai.bot;

import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import java.time.Instant;
import java.util.Map;

/** Turns as the flow would make them. */
final class Turns {

    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private Turns() {}

    static Turn saying(String text) {
        return of(new Content.Text(text));
    }

    static Turn of(Content content) {
        return of(content, Sender.customer("openid-1", null));
    }

    static Turn of(Content content, Sender sender) {
        Address address = new Address("wechat", "main", "openid-1");
        Message message =
                new Message(
                        "0199-1",
                        address.conversation(),
                        1,
                        sender,
                        content,
                        NOW,
                        null,
                        null,
                        Status.SENT,
                        null);
        return new Turn(address, message, Map.of(), 0, Map.of(), Instant.now().plusSeconds(60));
    }

    static Turn after(Verdict verdict, String text) {
        return with(saying(text), verdict.misses(), verdict.memory());
    }

    static Turn with(Turn turn, int misses, Map<String, String> memory) {
        return new Turn(
                turn.address(), turn.message(), turn.profile(), misses, memory, turn.deadline());
    }

    static Turn due(Turn turn, Instant deadline) {
        return new Turn(
                turn.address(),
                turn.message(),
                turn.profile(),
                turn.misses(),
                turn.memory(),
                deadline);
    }

    static Turn verified(Turn turn, String customer) {
        return new Turn(
                turn.address(),
                turn.message(),
                Map.of("customer", customer),
                turn.misses(),
                turn.memory(),
                turn.deadline());
    }

    static String text(Verdict verdict) {
        return verdict.replies().stream()
                .map(Content::words)
                .reduce("", (all, next) -> all.isEmpty() ? next : all + "\n" + next);
    }
}
