package io.serai.chaos;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one customer said and was told, as their own device knows it. Their messages are numbered 1,
 * 2, 3 …, and the number stands in the words.
 */
final class Diary {

    private static final Pattern NUMBER = Pattern.compile("第 (\\d+) 次问");

    final String channel;
    private final boolean keepsOrder;

    /** Empty until the hub said it. */
    volatile String conversation = "";

    /** When a message was sent for the first time, in nanoseconds. */
    final Map<Integer, Long> sent = new ConcurrentSkipListMap<>();

    /** When a message was first acknowledged, in nanoseconds. */
    final Map<Integer, Long> acknowledged = new ConcurrentSkipListMap<>();

    /** The place it was acknowledged with, where the channel tells. */
    final Map<Integer, Long> places = new ConcurrentSkipListMap<>();

    /** What the customer was told stands at each place: who said it. */
    final Map<Long, String> told = new ConcurrentSkipListMap<>();

    /** What the customer saw and should not have. */
    final List<Finding> seen = new CopyOnWriteArrayList<>();

    /**
     * An empty one.
     *
     * @param keepsOrder true if the customer's device resends in order what was not acknowledged,
     *     so that all of it must be stored in the order it was said; false if only what was
     *     acknowledged before the next was sent must stand before it
     */
    Diary(String channel, boolean keepsOrder) {
        this.channel = channel;
        this.keepsOrder = keepsOrder;
    }

    /** A question the bot has an answer to. */
    static String question(int number) {
        return "怎么退货？第 " + number + " 次问";
    }

    /** Asks for a human. */
    static String callForHuman(int number) {
        return "转人工，第 " + number + " 次问";
    }

    /** The number in a customer's words, 0 if there is none. */
    static int number(String words) {
        Matcher number = NUMBER.matcher(words);
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    /** True if message {@code before} must stand before message {@code after}. */
    boolean ordered(int before, int after) {
        if (keepsOrder) {
            return before < after;
        }
        Long acknowledgedAt = acknowledged.get(before);
        Long sentAt = sent.get(after);
        return acknowledgedAt != null && sentAt != null && acknowledgedAt < sentAt;
    }

    void sending(int number) {
        sent.putIfAbsent(number, System.nanoTime());
    }

    void acknowledged(int number) {
        acknowledged.putIfAbsent(number, System.nanoTime());
    }

    /** The last place up to which nothing is missing. */
    long cursor() {
        long cursor = 0;
        while (told.containsKey(cursor + 1)) {
            cursor++;
        }
        return cursor;
    }
}
