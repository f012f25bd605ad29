package io.serai.conversation;

import io.serai.event.Content;
import io.serai.event.Sender;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Draft;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What an agent says and reads. */
@Component
public class AgentSpeech {

    private final Ledger ledger;
    private final Conversations conversations;
    private final Clock clock;

    AgentSpeech(Ledger ledger, Conversations conversations, Clock clock) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.clock = clock;
    }

    /**
     * What became of a reply.
     *
     * @param seq its place
     * @param duplicate true if the same client id was there before
     */
    public record Said(long seq, boolean duplicate) {}

    /**
     * Replies in a conversation that the agent holds.
     *
     * @param clientId the console's id of it; the same again is the same reply
     * @throws Refused if the agent does not hold it, or there is no such conversation
     */
    public Said reply(Sender agent, String conversation, String clientId, Content content) {
        Conversation known =
                conversations
                        .find(conversation)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Code.GONE,
                                                "There is no such conversation"));
        return ledger.commitNow(
                new Reply(
                        agent,
                        Speech.draft(known, agent, content, clientId, clock.instant()),
                        conversation));
    }

    /** Whether a reply of the agent's is stored. */
    public boolean isStored(String agent, String conversation, String clientId) {
        return conversations.isStored(Speech.key(conversation, agent, clientId));
    }

    /** Notes how far the agent has read. */
    public void read(String agent, String conversation, long seq) {
        ledger.commitNow(
                Unit.on(
                        conversation,
                        page -> {
                            page.conversation(conversation)
                                    .filter(it -> it.owner().isHeldBy(agent) && it.agentSeq() < seq)
                                    .ifPresent(it -> page.put(it.readTo(seq)));
                            return true;
                        }));
    }

    private record Reply(Sender agent, Draft draft, String conversation) implements Unit<Said> {

        @Override
        public List<String> conversations() {
            return List.of(conversation);
        }

        @Override
        public List<UUID> keys() {
            return List.of(Objects.requireNonNull(draft.dedup()));
        }

        @Override
        public Said run(Page page) {
            var seen = page.seen(keys().getFirst());
            if (seen.isPresent()) {
                return new Said(seen.get().seq(), true);
            }
            Conversation it = page.conversation(conversation).orElseThrow();
            Ownership.checkHeldBy(it, agent.id());
            Page.Placed said = Speech.say(page, it, draft);
            long seq = said.message().seq();
            page.put(said.conversation().readTo(seq));
            return new Said(seq, false);
        }
    }
}
