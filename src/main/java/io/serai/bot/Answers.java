package io.serai.bot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts {@code bot_answers_total{plugin,outcome}}. */
final class Answers {

    /** What came of asking a plugin. */
    enum Outcome {
        /** It answered, and the bot goes on. */
        ANSWERED,
        /** It handed the customer to a human. */
        HANDED_OVER,
        /** It answered without having understood. */
        MISSED,
        /** Nothing was to be said. */
        SILENT,
        /** It threw. */
        FAILED,
        /** It exceeded its time. */
        LATE;

        static Outcome of(Proposal proposal) {
            if (proposal.handOver() != null) {
                return HANDED_OVER;
            }
            return switch (proposal.intent()) {
                case Proposal.MISS -> MISSED;
                case Wordless.SILENCE -> SILENT;
                default -> ANSWERED;
            };
        }
    }

    private record Kind(String plugin, Outcome outcome) {}

    private final MeterRegistry meters;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();

    Answers(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(String plugin, Outcome outcome) {
        counters.computeIfAbsent(new Kind(plugin, outcome), this::counter).increment();
    }

    private Counter counter(Kind kind) {
        return Counter.builder("bot.answers")
                .description("What the bot's plugins came to")
                .tag("plugin", kind.plugin)
                .tag("outcome", kind.outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(meters);
    }
}
