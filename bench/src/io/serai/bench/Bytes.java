package io.serai.bench;

import io.netty.buffer.ByteBuf;

/** Finds things in an answer's bytes. */
final class Bytes {

    private Bytes() {}

    /** Where the text begins; -1 if it is not there. */
    static int indexOf(ByteBuf in, String text, int from) {
        int last = in.writerIndex() - text.length();
        for (int at = from; at <= last; at++) {
            if (matches(in, text, at, false)) {
                return at;
            }
        }
        return -1;
    }

    /** Where the value of a header begins, its name in small letters; -1 if it is not there. */
    static int indexOfHeader(ByteBuf in, String name, int from, int to) {
        for (int at = from; at < to - name.length(); at++) {
            if (in.getByte(at) == '\n' && matches(in, name, at + 1, true)) {
                return at + 1 + name.length();
            }
        }
        return -1;
    }

    private static boolean matches(ByteBuf in, String text, int at, boolean anyCase) {
        for (int i = 0; i < text.length(); i++) {
            int found = in.getByte(at + i);
            boolean capital = anyCase && found >= 'A' && found <= 'Z';
            if ((capital ? found + 32 : found) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int number(ByteBuf in, int from) {
        int number = 0;
        for (int at = from; in.getByte(at) >= '0' && in.getByte(at) <= '9'; at++) {
            number = number * 10 + in.getByte(at) - '0';
        }
        return number;
    }
}
