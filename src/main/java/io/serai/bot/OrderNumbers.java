package io.serai.bot;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds order numbers in what customers write. */
final class OrderNumbers {

    private static final String EDGE_BEFORE = "(?<![0-9A-Z])(?:";
    private static final String EDGE_AFTER = ")(?![0-9A-Z])";

    /** What someone who meant an order number may have sent. */
    private static final Pattern ATTEMPT = Pattern.compile("[A-Z]?\\d{5,}");

    private static final Pattern CHOICE =
            Pattern.compile("第?([1-9一二三四五六七八九])(个|单|条|笔)?|(?:THE )?(FIRST|SECOND|THIRD)(?: ONE)?");

    private static final String HAN_DIGITS = "一二三四五六七八九";
    private static final List<String> ORDINALS = List.of("FIRST", "SECOND", "THIRD");

    private final List<Pattern> patterns;

    OrderNumbers(List<String> patterns) {
        this.patterns = patterns.stream().map(OrderNumbers::compiled).toList();
    }

    private static Pattern compiled(String pattern) {
        try {
            return Pattern.compile(EDGE_BEFORE + pattern + EDGE_AFTER);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "serai.bot.orders.patterns: '"
                            + pattern
                            + "' is no regular expression: "
                            + e.getDescription(),
                    e);
        }
    }

    /** The different numbers in it, in their order; full-width ones as half-width. */
    Set<String> in(String text) {
        String same = same(text);
        Set<String> numbers = new LinkedHashSet<>();
        for (Pattern pattern : patterns) {
            Matcher found = pattern.matcher(same);
            while (found.find()) {
                numbers.add(found.group());
            }
        }
        return numbers;
    }

    /** True if it holds what was perhaps meant as an order number. */
    boolean attemptIn(String text) {
        return ATTEMPT.matcher(same(text)).find();
    }

    /** Which of those offered is meant by "2" or "第二个"; null if none. */
    @Nullable String chosen(String text, List<String> offered) {
        Matcher choice = CHOICE.matcher(same(text).strip());
        if (!choice.matches()) {
            return null;
        }
        int place;
        if (choice.group(3) != null) {
            place = ORDINALS.indexOf(choice.group(3));
        } else {
            char digit = choice.group(1).charAt(0);
            place = Character.isDigit(digit) ? digit - '1' : HAN_DIGITS.indexOf(digit);
        }
        return place >= 0 && place < offered.size() ? offered.get(place) : null;
    }

    private static String same(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    }
}
