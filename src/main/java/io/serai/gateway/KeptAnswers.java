package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import io.serai.gateway.Answers.Question;
import io.serai.gateway.Answers.Said;
import io.serai.gateway.Answers.Terms;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What systems said to this node, each for as long as it may still stand in, and behind it what all
 * nodes share. All of this one's together take an eighth of the heap at most, so that long answers
 * of one system cost the others what they are remembered by, and not the hub its memory.
 */
final class KeptAnswers {

    private static final long MOST_BYTES =
            Math.min(Runtime.getRuntime().maxMemory() / 8, 256 << 20);

    /** Those of hubs that are well, at most. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    /** About what a question takes, and one node of its answer besides its text. */
    private static final int BESIDES = 500;

    private static final int NODE = 100;

    private final Cache<Question, Said> answers =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_BYTES)
                    .<Question, Said>weigher((question, said) -> BESIDES + weight(said.data()))
                    .executor(Runnable::run) // its upkeep costs less than waking a thread
                    .expireAfter(Expiry.<Question, Said>writing((question, said) -> said.keepFor()))
                    .build();

    private final SharedAnswers shared;
    private final Clock clock;

    KeptAnswers(SharedAnswers shared, Clock clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /** What this node remembers; if that is not young, what any node does. */
    @Nullable Said known(Question question, Terms terms) {
        Said own = get(question);
        return own != null && isYoung(own, terms.life(own))
                ? own
                : known(List.of(question), terms).get(question);
    }

    /** The same of several; the others' memory is asked once, and so waited for once. */
    Map<Question, Said> known(Collection<Question> questions, Terms terms) {
        Map<Question, Said> known = new HashMap<>();
        List<Question> open = new ArrayList<>();
        for (Question question : questions) {
            Said own = get(question);
            if (own != null) {
                known.put(question, own);
            }
            if (own == null || !isYoung(own, terms.life(own))) {
                open.add(question);
            }
        }
        shared.get(open, terms.staleFor(), clock.instant())
                .forEach(
                        (question, latest) -> {
                            Said own = known.get(question);
                            if (own == null || latest.at().isAfter(own.at())) {
                                answers.put(question, latest);
                                known.put(question, latest);
                            }
                        });
        return known;
    }

    /** What was said later than now was said by a clock that was wrong, and may be any age. */
    boolean isYoung(Said said, Duration life) {
        Instant now = clock.instant();
        return said.at().isBefore(now.plus(CLOCKS_DIFFER)) && said.at().plus(life).isAfter(now);
    }

    @Nullable Said get(Question question) {
        return answers.getIfPresent(question);
    }

    /** Remembers it here and for the other nodes. */
    void put(Question question, Said said) {
        answers.put(question, said);
        shared.put(question, said);
    }

    private static int weight(@Nullable JsonNode node) {
        if (node == null) {
            return 0;
        }
        int weight = node.isTextual() ? NODE + 2 * node.textValue().length() : NODE;
        for (JsonNode part : node) {
            weight += weight(part);
        }
        return weight;
    }
}
