package io.serai.channel.wechat;

import java.util.ArrayList;
import java.util.List;

/** Texts within WeChat's limits. */
final class Texts {

    /** The most a text message may have, in bytes of UTF-8; more is errcode 45002. */
    static final int LONGEST = 2048;

    private static final int REPLACEMENT = 0xFFFD;

    private Texts() {}

    /**
     * Cuts a text into pieces that fit, never within a character, at a line's end if one is near.
     */
    static List<String> split(String text, int longest) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start, longest);
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces.isEmpty() ? List.of(text) : pieces;
    }

    private static int end(String text, int start, int longest) {
        int bytes = 0;
        int end = start;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            bytes += length(point);
            if (bytes > longest) {
                int line = text.lastIndexOf('\n', end - 1) + 1;
                return line > start + (end - start) / 2 ? line : whole(text, start, end);
            }
            end += Character.charCount(point);
        }
        return end;
    }

    /** Moves a cut back so that a joined emoji or an accent stays with its character. */
    private static int whole(String text, int start, int end) {
        int cut = end;
        while (cut > start + 1 && joins(text, cut)) {
            cut = text.offsetByCodePoints(cut, -1);
        }
        return cut > start + (end - start) / 2 ? cut : end;
    }

    private static boolean joins(String text, int cut) {
        int next = text.codePointAt(cut);
        int type = Character.getType(next);
        return next == 0x200D
                || text.codePointBefore(cut) == 0x200D
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || (next >= 0x1F3FB && next <= 0x1F3FF);
    }

    private static int length(int point) {
        if (point < 0x80) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    /** Replaces what XML 1.0 cannot carry. */
    static String xml(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(
                        c ->
                                c == '\t'
                                                || c == '\n'
                                                || c == '\r'
                                                || (c >= ' ' && c <= 0xD7FF)
                                                || (c >= 0xE000 && c <= 0xFFFD)
                                                || c >= 0x10000
                                        ? c
                                        : REPLACEMENT)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
