package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import io.serai.gateway.Answers.Question;
import io.serai.gateway.Answers.Said;

import org.jspecify.annotations.Nullable;

/**
 * What systems said to this node, each for as long as it may still stand in. All together take an
 * eighth of the heap at most, so that long answers of one system cost the others what they are
 * remembered by, and not the hub its memory.
 */
final class KeptAnswers {

    private static final long MOST_BYTES =
            Math.min(Runtime.getRuntime().maxMemory() / 8, 256 << 20);

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

    @Nullable Said get(Question question) {
        return answers.getIfPresent(question);
    }

    void put(Question question, Said said) {
        answers.put(question, said);
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
