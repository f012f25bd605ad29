package io.serai.store;

import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import java.time.Instant;
import java.util.List;

/** The customer, or somebody else, says a text whose words are its key. */
class Say implements Unit<Message> {
    private final Address address;
    private final Draft draft;

    Say(Address address, String text) {
        this(address, text, Instant.now());
    }

    Say(Address address, String text, Instant time) {
        this(address, Sender.customer(address.user(), null), text, time);
    }

    Say(Address address, Sender sender, String text, Instant time) {
        this.address = address;
        this.draft =
                Draft.of(
                        sender,
                        new Content.Text(text),
                        null,
                        null,
                        Status.QUEUED,
                        Keys.of(address.conversation(), text),
                        time);
    }

    @Override
    public List<String> conversations() {
        return List.of(address.conversation());
    }

    @Override
    public List<java.util.UUID> keys() {
        return List.of(java.util.Objects.requireNonNull(draft.dedup()));
    }

    @Override
    public Message run(Page page) {
        var seen = page.seen(keys().getFirst());
        if (seen.isPresent()) {
            return draft.placed(address.conversation(), seen.get().seq(), null);
        }
        Conversation conversation =
                page.conversation(address.conversation())
                        .orElseGet(() -> Conversation.opened(address, draft.time()));
        return page.append(conversation, draft).message();
    }
}
