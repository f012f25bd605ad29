package io.serai.bot;

import java.util.regex.Pattern;

/** Tells in which of the bot's languages a customer writes. */
final class Language {

    static final String CHINESE = "zh";
    static final String ENGLISH = "en";

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    /** Two letters at least and no digit: an order number is no English. */
    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z]{2,}\\b");

    private Language() {}

    /**
     * @param before the language so far, kept when the text does not tell
     */
    static String of(String text, String before) {
        if (HAN.matcher(text).find()) {
            return CHINESE;
        }
        return WORD.matcher(text).find() ? ENGLISH : before;
    }
}
