package io.serai.bot;

import io.serai.event.Content;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what has no words: signals, pictures and the like. The plugins never see these. */
@Component
class Wordless implements BotPlugin {

    /** The intent of saying nothing; neither a miss nor the end of one. */
    static final String SILENCE = "silence";

    private static final String WELCOMED = "welcomed";

    private final BotSettings settings;
    private final HandOverSettings handOver;
    private final Replies replies;

    Wordless(BotSettings settings, HandOverSettings handOver, Replies replies) {
        this.settings = settings;
        this.handOver = handOver;
        this.replies = replies;
    }

    @Override
    public String name() {
        return "reception";
    }

    /** Empty if there are words, which are the plugins' business. */
    @Override
    public Optional<Proposal> propose(Turn turn) {
        return switch (turn.message().content()) {
            case Content.Signal signal -> Optional.of(signal(signal, turn));
            case Content.Unsupported other when other.happened() -> Optional.of(silence());
            case Content.Text text -> Optional.empty();
            case Content.Card card when card.kind().equals("order") -> Optional.empty();
            case Content content when !content.words().isBlank() -> Optional.empty();
            default -> Optional.of(media(turn));
        };
    }

    private Proposal signal(Content.Signal signal, Turn turn) {
        return switch (signal.name()) {
            case "subscribe", "enter" -> welcome(turn);
            case "menu" ->
                    signal.key() != null && handOver.menuKeys().contains(signal.key())
                            ? Proposal.saying("human", 1, replies.say(Phrase.HANDING_OVER, turn))
                                    .handingOver(HandOver.ASKED, null)
                            : silence();
            default -> silence();
        };
    }

    private Proposal welcome(Turn turn) {
        return turn.memory().containsKey(WELCOMED)
                ? silence()
                : Proposal.saying("welcome", 1, replies.say(Phrase.WELCOME, turn))
                        .noting(Map.of(WELCOMED, "true"));
    }

    private Proposal media(Turn turn) {
        return switch (settings.media()) {
            case IGNORE -> silence();
            case HAND_OVER ->
                    Proposal.saying("media", 1, replies.say(Phrase.MEDIA, turn))
                            .handingOver(HandOver.MEDIA, null);
        };
    }

    private static Proposal silence() {
        return new Proposal(SILENCE, 1, List.of(), null, Map.of());
    }
}
