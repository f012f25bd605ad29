package io.serai.bot;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells which skill a conversation calls for when a human takes over. */
@Component
class Skills {

    /** The memory key by which a plugin notes the skill its topic calls for. */
    static final String MEMORY = "skill";

    private final Map<String, List<String>> words;

    Skills(HandOverSettings settings) {
        words = new TreeMap<>(settings.wordsBySkill());
    }

    /** The plugin's word, else what the customer writes of, else what was last spoken of. */
    HandOver complete(HandOver handOver, Turn turn) {
        return handOver.skill() != null ? handOver : new HandOver(handOver.reason(), skill(turn));
    }

    private @Nullable String skill(Turn turn) {
        Plain text = Plain.of(turn.text());
        return words.entrySet().stream()
                .filter(skill -> text.hasOneOf(skill.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(turn.memory().get(MEMORY));
    }
}
