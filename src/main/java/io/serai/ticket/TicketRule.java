package io.serai.ticket;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * What opens a ticket by itself.
 *
 * @param name of the rule; at most one ticket of it is open in a conversation
 * @param words any of which a customer's message must have
 * @param kind the ticket's
 * @param subject the ticket's
 * @param priority the ticket's
 * @param perHour how many tickets of this rule there may be in an hour, over all conversations
 */
record TicketRule(
        String name,
        List<String> words,
        String kind,
        String subject,
        Priority priority,
        int perHour) {

    /**
     * Whether it is about this; capital letters, full-width ones and line breaks are like others.
     */
    boolean fits(String text) {
        String plain = plain(text);
        return words.stream().anyMatch(word -> plain.contains(plain(word)));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ");
    }
}
