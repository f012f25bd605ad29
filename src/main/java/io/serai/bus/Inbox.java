package io.serai.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.event.Inbound;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.event.Types;
import io.serai.store.Conversation;
import io.serai.store.Draft;
import io.serai.store.Keys;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Stores what came in: finds its conversation, sees whether it was there before, gives it its
 * place.
 */
final class Inbox {

    /** What became of it: {@code message} is null for an account event and for a duplicate. */
    record Stored(
            @Nullable Conversation conversation,
            @Nullable Message message,
            long seq,
            boolean duplicate,
            boolean fresh) {}

    private Inbox() {}

    static Unit<Stored> unit(Inbound inbound, Clock clock) {
        return switch (inbound) {
            case Inbound.Said said -> new Said(said, clock);
            case Inbound.AccountEvent event -> new AccountEvent(event, clock);
            case Inbound.Echo echo -> new Echoed(echo, clock);
        };
    }

    private static final class Said implements Unit<Stored> {
        private final Inbound.Said said;
        private final Draft draft;
        private final String id;

        Said(Inbound.Said said, Clock clock) {
            this.said = said;
            this.id = said.address().conversation();
            boolean customer = said.sender().kind() == Sender.Kind.CUSTOMER;
            this.draft =
                    Draft.of(
                            said.sender(),
                            said.content(),
                            said.platformTime(),
                            said.clientId(),
                            customer ? Status.DELIVERED : Status.SENT,
                            Keys.of(id, said.key()),
                            clock.instant());
        }

        @Override
        public List<String> conversations() {
            return List.of(id);
        }

        @Override
        public List<UUID> keys() {
            return List.of(Objects.requireNonNull(draft.dedup()));
        }

        @Override
        public Stored run(Page page) {
            var seen = page.seen(keys().getFirst());
            if (seen.isPresent()) {
                return new Stored(
                        page.conversation(id).orElse(null), null, seen.get().seq(), true, false);
            }
            Conversation known =
                    page.conversation(id)
                            .orElseGet(() -> Conversation.opened(said.address(), draft.time()));
            String customer = said.profile().get("customer");
            if (customer != null && !customer.equals(known.attributes().get("customer"))) {
                page.belongs(id, customer);
            }
            var placed = page.append(told(known), draft);
            Conversation conversation = placed.conversation();
            if (hasHumanOwner(conversation)) {
                // Its owner sees it; there is nothing left to decide.
                conversation =
                        conversation.handled(placed.message().seq(), 0, conversation.memory());
                page.put(conversation);
            }
            return new Stored(
                    conversation,
                    placed.message(),
                    placed.message().seq(),
                    false,
                    !known.pending());
        }

        private static boolean hasHumanOwner(Conversation conversation) {
            Owner.Kind kind = conversation.owner().kind();
            return kind == Owner.Kind.AGENT || kind == Owner.Kind.OFFER || kind == Owner.Kind.QUEUE;
        }

        /** With what this message tells about its author. */
        private Conversation told(Conversation conversation) {
            Conversation told = conversation;
            if (!conversation.attributes().entrySet().containsAll(said.profile().entrySet())) {
                Map<String, String> attributes = new HashMap<>(conversation.attributes());
                attributes.putAll(said.profile());
                told =
                        told.knownAs(
                                attributes.getOrDefault("name", conversation.name()), attributes);
            }
            if (said.sender().kind() == Sender.Kind.CUSTOMER && !said.reply().isEmpty()) {
                Map<String, String> here = new HashMap<>(said.reply());
                here.putIfAbsent("at", draft.time().toString());
                told =
                        told.replyingTo(
                                isLate(conversation.reply())
                                        ? merged(here, conversation.reply())
                                        : merged(conversation.reply(), here));
            }
            return told;
        }

        /** A platform that could not deliver it tries again, perhaps after what came later. */
        private boolean isLate(Map<String, String> known) {
            try {
                String at = said.reply().get("at");
                String last = known.get("at");
                return at != null
                        && last != null
                        && Instant.parse(at).isBefore(Instant.parse(last));
            } catch (DateTimeParseException e) {
                return false;
            }
        }

        /** What the later says nothing of stays as the earlier said it. */
        private static Map<String, String> merged(
                Map<String, String> earlier, Map<String, String> later) {
            Map<String, String> reply = new HashMap<>(earlier);
            reply.putAll(later);
            return reply;
        }
    }

    private record AccountEvent(Inbound.AccountEvent event, Clock clock) implements Unit<Stored> {

        @Override
        public List<String> conversations() {
            return List.of();
        }

        @Override
        public List<UUID> keys() {
            return List.of(
                    Keys.of("/channels/" + event.channel() + "/" + event.account(), event.key()));
        }

        @Override
        public Stored run(Page page) {
            UUID key = keys().getFirst();
            if (page.seen(key).isPresent()) {
                return new Stored(null, null, 0, true, false);
            }
            JsonNode data =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("name", event.name())
                            .put("raw", event.raw());
            String source = "/channels/" + event.channel() + "/" + event.account();
            page.record(source, Types.ACCOUNT_EVENT, event.account(), data, key, clock.instant());
            return new Stored(null, null, 0, false, false);
        }
    }
}
