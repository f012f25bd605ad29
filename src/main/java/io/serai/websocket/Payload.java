package io.serai.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is sent: encoded once, however many connections it goes to. */
sealed interface Payload {

    /** As it goes over the wire, without the frame's header; nobody changes it. */
    byte[] bytes();

    /** Bytes on the wire, without the frame's header. */
    default int size() {
        return bytes().length;
    }

    /** A view of its own, so that one connection's progress isn't another's. */
    default ByteBuffer view() {
        return ByteBuffer.wrap(bytes());
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Text(byte[] bytes) implements Payload {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Binary(byte[] bytes) implements Payload {}

    static Payload of(String text) {
        return new Text(text.getBytes(StandardCharsets.UTF_8));
    }

    static Payload of(byte[] bytes) {
        return new Binary(bytes);
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
