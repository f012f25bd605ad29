package io.serai.conversation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.event.Owner;
import io.serai.event.Owner.Kind;
import io.serai.event.Types;
import io.serai.store.Conversation;
import io.serai.store.Page;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The state machine: exactly one owner at a time. Every change makes the fence grow, so that
 * whoever acts on what they saw before is refused.
 *
 * <pre>
 *          ┌────────────── closed ◀───────────┐
 *          ▼                 ▲                │
 *         bot ──▶ queue ──▶ offer ──▶ agent ──┤
 *          ▲        ▲ ◀───────┘         │     │
 *          └────────┴───────────────────┘ ◀───┘ (transfer)
 * </pre>
 */
public final class Ownership {

    private static final Map<Kind, Set<Kind>> NEXT =
            new EnumMap<>(
                    Map.of(
                            Kind.BOT, EnumSet.of(Kind.QUEUE, Kind.CLOSED),
                            Kind.QUEUE, EnumSet.of(Kind.OFFER, Kind.AGENT, Kind.BOT, Kind.CLOSED),
                            Kind.OFFER, EnumSet.of(Kind.AGENT, Kind.QUEUE, Kind.OFFER, Kind.CLOSED),
                            Kind.AGENT, EnumSet.of(Kind.OFFER, Kind.QUEUE, Kind.BOT, Kind.CLOSED),
                            Kind.CLOSED, EnumSet.of(Kind.BOT, Kind.QUEUE)));

    private Ownership() {}

    /**
     * Gives a conversation to its next owner and records that.
     *
     * @param reason a stable word for the record: {@code asked}, {@code transfer}, {@code
     *     agent-lost} …
     * @throws Refused with {@code STALE} if that step is not allowed from where it is
     */
    public static Conversation hand(
            Page page, Conversation conversation, Owner next, String reason, Instant now) {
        Kind from = conversation.owner().kind();
        if (!NEXT.getOrDefault(from, Set.of()).contains(next.kind())) {
            throw new Refused(
                    Refused.Code.STALE,
                    "It cannot go from " + from + " to " + next.kind() + "; look again");
        }
        Conversation handed = conversation.handedTo(next);
        page.put(handed);
        ObjectNode data =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("reason", reason)
                        .put("fence", handed.fence());
        data.set("from", Json.MAPPER.valueToTree(conversation.owner()));
        data.set("owner", Json.MAPPER.valueToTree(next));
        page.record(
                conversation.address().source(),
                type(from, next.kind()),
                conversation.id(),
                data,
                null,
                now);
        return handed;
    }

    /** Refuses what was decided on an older view of it. */
    public static void check(Conversation conversation, long fence) {
        if (conversation.fence() != fence) {
            throw new Refused(Refused.Code.STALE, "Its owner has changed meanwhile; look again");
        }
    }

    /** Refuses whoever does not hold it. */
    public static void checkHeldBy(Conversation conversation, String agent) {
        if (!conversation.owner().isHeldBy(agent)) {
            throw new Refused(
                    Refused.Code.NOT_YOURS,
                    "This conversation is not yours; claim it or have it transferred to you");
        }
    }

    private static String type(Kind from, Kind to) {
        return switch (to) {
            case BOT -> Types.CONVERSATION_OPENED;
            case QUEUE ->
                    from == Kind.AGENT ? Types.CONVERSATION_TRANSFERRED : Types.CONVERSATION_QUEUED;
            case OFFER -> Types.CONVERSATION_OFFERED;
            case AGENT -> Types.CONVERSATION_ASSIGNED;
            case CLOSED -> Types.CONVERSATION_CLOSED;
        };
    }
}
