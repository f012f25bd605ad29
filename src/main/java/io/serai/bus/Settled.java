package io.serai.bus;

import io.serai.event.Delivery;
import io.serai.store.Keys;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * Writes down what became of a message; it is not sent again. Finds out whether more of the
 * conversation is to be sent.
 */
record Settled(String conversation, long seq, Delivery delivery) implements Unit<Boolean> {

    private @Nullable UUID key() {
        return delivery.key() == null ? null : Keys.of(conversation, delivery.key());
    }

    @Override
    public List<String> conversations() {
        return List.of(conversation);
    }

    @Override
    public List<String> outboxes() {
        return List.of(conversation);
    }

    @Override
    public List<UUID> keys() {
        UUID key = key();
        return key == null ? List.of() : List.of(key);
    }

    @Override
    public Boolean run(Page page) {
        // If the platform's echo of it was faster, it holds the key already.
        UUID key = key();
        boolean taken = key != null && page.seen(key).isPresent();
        page.status(conversation, seq, delivery.status(), delivery.reason(), taken ? null : key);
        page.dequeue(conversation, seq);
        return !page.outbox(conversation).isEmpty();
    }
}
