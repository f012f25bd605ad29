package io.serai.store;

import io.serai.event.Address;
import io.serai.event.Owner;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A conversation as it stands: one platform user on one account, from the first word on.
 *
 * @param id {@link Address#conversation()}, computed once
 * @param address with whom
 * @param name what to call the user
 * @param attributes what is known and verified: {@code customer}, {@code phone}, {@code avatar} …
 * @param reply what an answer must quote, from the latest message ({@link
 *     io.serai.event.Inbound.Said#reply()})
 * @param owner who has it
 * @param fence grows by one with each change of owner; an action that names an older one is refused
 * @param lastSeq the latest message
 * @param inboundSeq the latest message from the customer
 * @param handledSeq the latest message that bot and assignment are through with
 * @param agentSeq read by the agent up to here
 * @param misses times in a row the bot had no answer
 * @param memory what the bot remembers
 * @param lastAgent the agent who had it last
 * @param preview the beginning of the latest message that is not a notice of the hub's
 * @param updated when anything changed last
 */
public record Conversation(
        String id,
        Address address,
        @Nullable String name,
        Map<String, String> attributes,
        Map<String, String> reply,
        Owner owner,
        long fence,
        long lastSeq,
        long inboundSeq,
        long handledSeq,
        long agentSeq,
        int misses,
        Map<String, String> memory,
        @Nullable String lastAgent,
        @Nullable String preview,
        Instant updated) {

    /** A conversation that begins now; the bot has it. */
    public static Conversation opened(Address address, Instant now) {
        return new Conversation(
                address.conversation(),
                address,
                null,
                Map.of(),
                Map.of(),
                Owner.bot(now),
                1,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                null,
                null,
                now);
    }

    /**
     * True while there is a message of the customer's that bot and assignment have not been
     * through.
     */
    public boolean pending() {
        return handledSeq < inboundSeq;
    }

    public Conversation knownAs(@Nullable String name, Map<String, String> attributes) {
        return with(name, attributes, reply, owner, fence, lastAgent);
    }

    public Conversation replyingTo(Map<String, String> reply) {
        return with(name, attributes, reply, owner, fence, lastAgent);
    }

    /** Gives it to another owner, which makes every earlier fence stale. */
    public Conversation handedTo(Owner next) {
        String last = next.kind() == Owner.Kind.AGENT ? next.agent() : lastAgent;
        return with(name, attributes, reply, next, fence + 1, last);
    }

    /** With one message more; {@code inbound} if the customer sent it. */
    public Conversation grown(boolean inbound, @Nullable String preview, Instant now) {
        long seq = lastSeq + 1;
        long fromCustomer = inbound ? seq : inboundSeq;
        return at(seq, fromCustomer, handledSeq, agentSeq, misses, memory, preview, now);
    }

    /** Bot and assignment are through with everything up to {@code seq}. */
    public Conversation handled(long seq, int misses, Map<String, String> memory) {
        long through = Math.max(handledSeq, seq);
        return at(lastSeq, inboundSeq, through, agentSeq, misses, memory, preview, updated);
    }

    /** The agent has read up to {@code seq}. */
    public Conversation readTo(long seq) {
        long read = Math.max(agentSeq, Math.min(seq, lastSeq));
        return at(lastSeq, inboundSeq, handledSeq, read, misses, memory, preview, updated);
    }

    /** The same as far as it has come, with whom and whose it is from here on. */
    private Conversation with(
            @Nullable String name,
            Map<String, String> attributes,
            Map<String, String> reply,
            Owner owner,
            long fence,
            @Nullable String lastAgent) {
        return new Conversation(
                id,
                address,
                name,
                attributes,
                reply,
                owner,
                fence,
                lastSeq,
                inboundSeq,
                handledSeq,
                agentSeq,
                misses,
                memory,
                lastAgent,
                preview,
                updated);
    }

    /** The same people, who have come that far. */
    private Conversation at(
            long lastSeq,
            long inboundSeq,
            long handledSeq,
            long agentSeq,
            int misses,
            Map<String, String> memory,
            @Nullable String preview,
            Instant updated) {
        return new Conversation(
                id,
                address,
                name,
                attributes,
                reply,
                owner,
                fence,
                lastSeq,
                inboundSeq,
                handledSeq,
                agentSeq,
                misses,
                memory,
                lastAgent,
                preview,
                updated);
    }
}
