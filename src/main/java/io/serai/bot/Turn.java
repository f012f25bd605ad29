package io.serai.bot;

import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One message put to the bot, with all it may know.
 *
 * @param address with whom the conversation is
 * @param message what came
 * @param profile verified attributes only; {@code customer} is the merchant's verified customer id
 * @param misses how many messages in a row the bot has not understood before this one
 * @param memory what the bot's plugins noted in this conversation's earlier turns
 * @param deadline when an answer is too late; a plugin is given its own, earlier one
 */
public record Turn(
        Address address,
        Message message,
        Map<String, String> profile,
        int misses,
        Map<String, String> memory,
        Instant deadline) {

    /** The memory key under which the customer's language is kept: {@code zh} or {@code en}. */
    static final String LANGUAGE = "language";

    public Turn {
        profile = Map.copyOf(profile);
        memory = Map.copyOf(memory);
    }

    /** What can be read of the message; empty for a picture, a signal and the like. */
    public String text() {
        return message.content() instanceof Content.Card card && card.kind().equals("order")
                ? String.join(" ", card.fields().values())
                : message.content().words();
    }

    /** {@code en} if the customer writes English, else {@code zh}. */
    public String language() {
        return memory.getOrDefault(LANGUAGE, Language.CHINESE);
    }

    Turn until(Instant earlier) {
        return new Turn(address, message, profile, misses, memory, earlier);
    }

    /** This turn with its language noted in memory. */
    Turn inItsLanguage() {
        String language = Language.of(text(), language());
        if (language.equals(memory.get(LANGUAGE))) {
            return this;
        }
        Map<String, String> noted = new HashMap<>(memory);
        noted.put(LANGUAGE, language);
        return new Turn(address, message, profile, misses, noted, deadline);
    }
}
