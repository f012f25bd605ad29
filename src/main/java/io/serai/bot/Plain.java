package io.serai.bot;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A text made comparable: full-width letters and digits as half-width ones, small letters, white
 * space as one blank. Only so much of it as a customer's question can be long.
 */
record Plain(String text) {

    private static final int LONGEST = 500;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern HAN_SPACE = Pattern.compile("(?<=\\p{IsHan}) (?=\\p{IsHan})");

    private static final Pattern MARKS = Pattern.compile("[\\p{P}\\p{S}\\s]+");

    // What the settings' words become, once: there are few of them, and every message is held
    // against all.
    private static final Map<String, Pattern> HAS = new ConcurrentHashMap<>();
    private static final Map<String, Pattern> WANTS = new ConcurrentHashMap<>();
    private static final Map<String, String> PLAIN = new ConcurrentHashMap<>();

    static Plain of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String same = Normalizer.normalize(cut, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String spaced = SPACE.matcher(same).replaceAll(" ").strip();
        return new Plain(HAN_SPACE.matcher(spaced).replaceAll(""));
    }

    /** True if one of the words stands in it; one of Latin letters only as a whole word. */
    boolean hasOneOf(List<String> words) {
        return words.stream()
                .anyMatch(
                        word ->
                                text.contains(plain(word))
                                        && HAS.computeIfAbsent(word, Plain::has)
                                                .matcher(text)
                                                .find());
    }

    /** As {@link #hasOneOf}, but not right after a "don't". */
    boolean wantsOneOf(List<String> words) {
        return words.stream()
                .anyMatch(
                        word ->
                                text.contains(plain(word))
                                        && WANTS.computeIfAbsent(word, Plain::wants)
                                                .matcher(text)
                                                .find());
    }

    boolean isOneOf(List<String> words) {
        String bare = MARKS.matcher(text).replaceAll("");
        return words.stream().anyMatch(word -> bare.equals(plain(word)));
    }

    private static String plain(String word) {
        return PLAIN.computeIfAbsent(word, it -> of(it).text());
    }

    private static Pattern has(String word) {
        return Pattern.compile(bounded(word));
    }

    private static Pattern wants(String word) {
        return Pattern.compile("(?<!(不用|不要|不需要|无需|别|不想|don't want|not|no).{0,4})" + bounded(word));
    }

    private static String bounded(String word) {
        String plain = plain(word);
        boolean latin = plain.chars().allMatch(c -> c < 128);
        String quoted = Pattern.quote(plain);
        return latin ? "(?<![a-z0-9])" + quoted + "(?![a-z0-9])" : quoted;
    }
}
