package io.serai.store;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

/**
 * What others wrote, as every database can keep it. PostgreSQL has no character U+0000: it refuses
 * it in a text, and a view that reads a JSON which has it fails for good. So U+FFFD, which says
 * that a character could not be kept, stands in its place.
 */
public final class Storable {

    private static final char NUL = '\0';
    private static final char REPLACEMENT = '\uFFFD';
    private static final String ESCAPED_NUL = "\\u0000";
    private static final String ESCAPED_REPLACEMENT = "\\ufffd";

    private Storable() {}

    static @Nullable String text(@Nullable String text, int longest) {
        return text == null ? null : cut(text, longest);
    }

    /** No longer than {@code longest}, and no half of a character at its end. */
    public static String cut(String text, int longest) {
        String whole = text.replace(NUL, REPLACEMENT);
        if (whole.length() <= longest) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(longest - 1)) ? longest - 1 : longest;
        return whole.substring(0, end);
    }

    static String json(Object value) {
        String json = Json.write(value);
        return json.contains(ESCAPED_NUL) ? withoutNul(json) : json;
    }

    /** A backslash that somebody wrote is escaped itself, and what follows it is no escape. */
    private static String withoutNul(String json) {
        StringBuilder clean = new StringBuilder(json.length());
        int at = 0;
        while (at < json.length()) {
            if (json.startsWith(ESCAPED_NUL, at)) {
                clean.append(ESCAPED_REPLACEMENT);
                at += ESCAPED_NUL.length();
            } else {
                int end = Math.min(json.length(), at + (json.charAt(at) == '\\' ? 2 : 1));
                clean.append(json, at, end);
                at = end;
            }
        }
        return clean.toString();
    }
}
