package io.serai.bot;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Sender;

import jakarta.annotation.PreDestroy;

import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a message to the plugins and decides. Behind {@code routes/flow/bot.camel.yaml}.
 *
 * <p>Plugins are asked by falling priority; the first whose confidence reaches its threshold
 * answers. Of plugins with the same priority the surest answers, and of equally sure ones the first
 * in the list. The same turn therefore always gets the same verdict.
 */
@Component("botPipeline")
public class BotPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(BotPipeline.class);
    private static final String BOT = "bot";

    private final Wordless wordless;
    private final Skills skills;
    private final LineUp lineUp;
    private final Ask ask;
    private final Answers answers;

    @Autowired
    BotPipeline(
            BotSettings settings,
            Wordless wordless,
            Skills skills,
            List<BotPlugin> beans,
            CamelContext camel,
            MeterRegistry meters,
            ObjectProvider<Clock> clock) {
        this(
                settings,
                wordless,
                skills,
                LineUp.of(settings, beans, camel.createProducerTemplate()),
                meters,
                clock.getIfAvailable(Clock::systemUTC));
    }

    BotPipeline(
            BotSettings settings,
            Wordless wordless,
            Skills skills,
            LineUp lineUp,
            MeterRegistry meters,
            Clock clock) {
        this.wordless = wordless;
        this.skills = skills;
        this.lineUp = lineUp;
        this.answers = new Answers(meters);
        this.ask = new Ask(clock, settings.slice(), answers);
    }

    /** Decides about one message. Only a customer's message is ever answered. */
    public Verdict answer(Turn turn) {
        if (turn.message().sender().kind() != Sender.Kind.CUSTOMER) {
            return Verdict.silent(turn);
        }
        Turn understood = turn.inItsLanguage();
        return wordless.propose(understood)
                .map(proposal -> verdict(understood, new Choice(wordless, proposal)))
                .orElseGet(() -> chosen(understood));
    }

    /**
     * The verdict when the bot itself fails: a human takes over and nothing is lost.
     *
     * @param turn what was asked, if it is still known
     * @param failure why
     */
    public Verdict handOver(@Nullable Turn turn, @Nullable Throwable failure) {
        LOG.error("The bot failed, a human takes over: {}", Fault.of(failure));
        answers.count(BOT, Answers.Outcome.FAILED);
        return new Verdict(
                BOT,
                List.of(),
                new HandOver(HandOver.BOT_FAILED, null),
                0,
                turn == null ? Map.of() : turn.memory(),
                0);
    }

    private Verdict chosen(Turn turn) {
        for (List<LineUp.Place> rank : lineUp.ranks()) {
            Choice best = null;
            for (LineUp.Place place : rank) {
                Optional<Proposal> proposal = ask.ask(place.plugin(), turn, lineUp.last(place));
                if (proposal.isPresent() && place.takes(proposal.get())) {
                    best = Choice.surer(best, new Choice(place.plugin(), proposal.get()));
                }
            }
            if (best != null) {
                return verdict(turn, best);
            }
        }
        answers.count(BOT, Answers.Outcome.HANDED_OVER);
        HandOver handOver = new HandOver(HandOver.NOT_UNDERSTOOD, null);
        return new Verdict(BOT, List.of(), skills.complete(handOver, turn), 0, turn.memory(), 0);
    }

    private record Choice(BotPlugin plugin, Proposal proposal) {

        static Choice surer(@Nullable Choice first, Choice second) {
            return first == null || second.proposal.confidence() > first.proposal.confidence()
                    ? second
                    : first;
        }
    }

    private Verdict verdict(Turn turn, Choice choice) {
        Proposal proposal = choice.proposal();
        HandOver handOver = proposal.handOver();
        Answers.Outcome outcome = Answers.Outcome.of(proposal);
        answers.count(choice.plugin().name(), outcome);
        Map<String, String> memory = new HashMap<>(turn.memory());
        memory.putAll(proposal.memory());
        memory.values().removeIf(String::isEmpty);
        int misses =
                switch (outcome) {
                    case MISSED -> turn.misses() + 1;
                    case SILENT -> turn.misses();
                    default -> 0;
                };
        return new Verdict(
                choice.plugin().name(),
                proposal.replies(),
                handOver == null ? null : skills.complete(handOver, turn),
                misses,
                memory,
                proposal.confidence());
    }

    @PreDestroy
    void close() {
        ask.close();
    }
}
