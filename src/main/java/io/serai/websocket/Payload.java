package io.serai.websocket;

import java.nio.ByteBuffer;

/** What is sent: one object, however many connections it goes to. */
sealed interface Payload {

    /** Bytes on the wire, without the frame's header. */
    int size();

    record Text(String text, int size) implements Payload {}

    record Binary(ByteBuffer buffer) implements Payload {

        @Override
        public int size() {
            return buffer.remaining();
        }

        byte[] bytes() {
            byte[] bytes = new byte[buffer.remaining()];
            view().get(bytes);
            return bytes;
        }

        /** A view of its own, so that one connection's progress isn't another's. */
        ByteBuffer view() {
            return buffer.duplicate();
        }
    }

    static Payload of(String text) {
        return new Text(text, utf8Length(text));
    }

    static Payload of(byte[] bytes) {
        return new Binary(ByteBuffer.wrap(bytes));
    }

    /** The length of a text in UTF-8, without encoding it. */
    static int utf8Length(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // Half of a surrogate pair: the two make four bytes.
                length += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                length++;
            }
        }
        return length;
    }
}
