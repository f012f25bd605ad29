package io.serai.bot;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Answers what nobody understood: asks again, and after some misses hands over. */
@Component
class FallbackPlugin implements BotPlugin {

    static final String NAME = "fallback";

    private final int misses;
    private final Replies replies;

    FallbackPlugin(BotSettings settings, Replies replies) {
        this.misses = settings.misses();
        this.replies = replies;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInstant() {
        return true;
    }

    @Override
    public Optional<Proposal> propose(Turn turn) {
        if (turn.misses() + 1 < misses) {
            return Optional.of(Proposal.saying(Proposal.MISS, 0, replies.say(Phrase.MISS, turn)));
        }
        return Optional.of(
                Proposal.saying(Proposal.MISS, 0, replies.say(Phrase.MISS_AGAIN, turn))
                        .handingOver(HandOver.NOT_UNDERSTOOD, null));
    }
}
