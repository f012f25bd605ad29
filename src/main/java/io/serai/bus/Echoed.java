package io.serai.bus;

import io.serai.event.Inbound;
import io.serai.event.Message;
import io.serai.event.Status;
import io.serai.store.Keys;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Finds the message that a platform's echo is of, if the hub does not know yet that it was sent:
 * the answer to its call was lost, or is still on its way. What is known already stays as it is.
 *
 * <p>A call that is under way comes first: the platform echoes at once. Else it is the oldest
 * message of unknown outcome that fits. A message without an echo stays unknown.
 */
record Echoed(Inbound.Echo echo, Clock clock) implements Unit<Inbox.Stored> {

    /** How far a platform's clock may be behind. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    /** How long after it was said a message of unknown outcome may have gone out. */
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private String conversation() {
        return echo.address().conversation();
    }

    @Override
    public List<String> conversations() {
        return List.of(conversation());
    }

    @Override
    public List<UUID> keys() {
        return List.of(Keys.of(conversation(), echo.key()));
    }

    @Override
    public List<String> outboxes() {
        return List.of(conversation());
    }

    @Override
    public Inbox.Stored run(Page page) {
        UUID key = keys().getFirst();
        if (page.seen(key).isPresent()) {
            return new Inbox.Stored(null, null, 0, true, false);
        }
        Message message = sent(page);
        if (message != null) {
            page.status(message, Status.SENT, null, key);
        }
        return new Inbox.Stored(null, null, message == null ? 0 : message.seq(), false, false);
    }

    private @Nullable Message sent(Page page) {
        List<Long> called =
                page.outbox(conversation()).stream()
                        .filter(Page.Departing::leased)
                        .map(Page.Departing::seq)
                        .toList();
        List<Message> fitting =
                page.undecided(conversation(), called).stream()
                        .filter(it -> echo.shows().test(it.content()))
                        .filter(it -> !time().isBefore(it.time().minus(SKEW)))
                        .toList();
        return fitting.stream()
                .filter(it -> called.contains(it.seq()))
                .findFirst()
                .or(() -> fitting.stream().filter(this::isRecent).findFirst())
                .orElse(null);
    }

    private boolean isRecent(Message message) {
        return !time().isAfter(message.time().plus(WINDOW));
    }

    private Instant time() {
        return echo.platformTime() == null ? clock.instant() : echo.platformTime();
    }
}
