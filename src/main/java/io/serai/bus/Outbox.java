package io.serai.bus;

import io.serai.event.Delivery;
import io.serai.event.Message;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sends what is stored to be sent, in the order of a conversation.
 *
 * <p>Before a platform is called that is written down; so after a crash it is known which calls may
 * have gone through. Their outcome is unknown and they are marked so, not repeated. What certainly
 * was not sent is tried again, with longer and longer waits.
 */
@Component
class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final int TRIES = 8;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private final Ledger ledger;
    private final Conversations conversations;

    Outbox(Ledger ledger, Conversations conversations) {
        this.ledger = ledger;
        this.conversations = conversations;
    }

    /**
     * True for what the hub itself says; the merchant's own words in the platform's app are there
     * already.
     */
    static boolean concerns(Message message) {
        return message.outgoing() && message.sender().kind() != Sender.Kind.MERCHANT;
    }

    void send(
            Conversation conversation,
            Message message,
            Door<Outgoing, Delivery> door,
            Lanes lanes) {
        Outgoing outgoing = new Outgoing(conversation.address(), message, conversation.reply());
        if (message.status() != Status.QUEUED) {
            push(outgoing, door);
            return;
        }
        for (int tries = 1; tries <= TRIES; tries++) {
            write(message, page -> page.calling(message, true));
            try {
                settle(message, door.pass(outgoing));
                return;
            } catch (Exception e) {
                log.warn(
                        "Message {} was not sent, try {} of {}: {}",
                        message.id(),
                        tries,
                        TRIES,
                        e.getClass().getSimpleName());
                write(message, page -> page.calling(message, false));
                waitABit(lanes, FIRST_WAIT.multipliedBy(1L << tries));
            }
        }
        settle(message, Delivery.failed("The platform could not be reached; send it again later"));
    }

    /** To sockets, whose clients come for what they missed: nothing to write down. */
    private void push(Outgoing outgoing, Door<Outgoing, Delivery> door) {
        try {
            door.pass(outgoing);
        } catch (Exception e) {
            log.debug(
                    "Message {} waits for its customer's next connection", outgoing.message().id());
        }
    }

    private void settle(Message message, Delivery delivery) {
        UUID key = delivery.key() == null ? null : Keys.of(message.conversation(), delivery.key());
        write(
                message,
                page -> {
                    // If the platform's echo of it was faster, it holds the key already.
                    boolean taken = key != null && page.seen(key).isPresent();
                    page.status(message, delivery.status(), delivery.reason(), taken ? null : key);
                    page.dequeue(message);
                },
                key);
    }

    /** What an earlier run left: to be sent, or to be marked as unknown. Returns how many. */
    int left(BiConsumer<Conversation, Message> again) {
        List<Conversations.Unsent> left = conversations.unsent();
        for (Conversations.Unsent unsent : left) {
            if (unsent.calling()) {
                settle(
                        unsent.message(),
                        Delivery.unknown("The hub stopped while it was being sent"));
            } else {
                again.accept(
                        conversations.find(unsent.message().conversation()).orElseThrow(),
                        unsent.message());
            }
        }
        return left.size();
    }

    private static void waitABit(Lanes lanes, Duration time) {
        try {
            lanes.aside(
                    () -> {
                        Thread.sleep(time);
                        return true;
                    });
        } catch (Exception e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Message message, Consumer<Page> work) {
        write(message, work, null);
    }

    private void write(Message message, Consumer<Page> work, @Nullable UUID key) {
        ledger.commitNow(
                new Unit<Boolean>() {
                    @Override
                    public List<String> conversations() {
                        return List.of(message.conversation());
                    }

                    @Override
                    public List<UUID> keys() {
                        return key == null ? List.of() : List.of(key);
                    }

                    @Override
                    public Boolean run(Page page) {
                        work.accept(page);
                        return true;
                    }
                });
    }
}
