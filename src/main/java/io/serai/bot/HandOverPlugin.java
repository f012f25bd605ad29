package io.serai.bot;

import io.serai.event.Content;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Hands over who asks for a human, and who is angry. */
@Component
class HandOverPlugin implements BotPlugin {

    private static final double CERTAIN = 1;
    private static final double ANGRY = 0.9;

    private final HandOverSettings settings;
    private final Replies replies;

    HandOverPlugin(HandOverSettings settings, Replies replies) {
        this.settings = settings;
        this.replies = replies;
    }

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public boolean isInstant() {
        return true;
    }

    @Override
    public Optional<Proposal> propose(Turn turn) {
        Plain text = Plain.of(turn.text());
        if (tapped(turn) || text.wantsOneOf(settings.words()) || text.isOneOf(settings.exact())) {
            return Optional.of(
                    Proposal.saying("human", CERTAIN, replies.say(Phrase.HANDING_OVER, turn))
                            .handingOver(HandOver.ASKED, null));
        }
        if (text.hasOneOf(settings.complaints())) {
            return Optional.of(
                    Proposal.saying("complaint", ANGRY, replies.say(Phrase.COMPLAINT, turn))
                            .handingOver(HandOver.COMPLAINT, null));
        }
        return Optional.empty();
    }

    private boolean tapped(Turn turn) {
        return turn.message().content() instanceof Content.Text text
                && text.menu() != null
                && settings.menuKeys().contains(text.menu());
    }
}
