package io.serai.reload;

import java.util.List;

/** Finds the line of a text that a problem is about. */
final class Lines {

    private Lines() {}

    /** The first line (from 1) that contains the words; 1 if none does. */
    static int of(String text, String words) {
        int found = find(text, words, 1, Integer.MAX_VALUE);
        return found == 0 ? 1 : found;
    }

    /** The first line from begin (inclusive) to end (exclusive) with the words; 0 if none has. */
    static int find(String text, String words, int begin, int end) {
        List<String> lines = text.lines().toList();
        for (int line = begin; line < end && line <= lines.size(); line++) {
            if (lines.get(line - 1).contains(words)) {
                return line;
            }
        }
        return 0;
    }
}
