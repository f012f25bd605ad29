package io.serai.websocket;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/** A message that comes in pieces, while it comes. */
final class Assembly {

    private final @Nullable StringBuilder text;
    private final @Nullable ByteArrayOutputStream bytes;
    private int size;

    Assembly(boolean binary) {
        text = binary ? null : new StringBuilder();
        bytes = binary ? new ByteArrayOutputStream() : null;
    }

    Assembly add(String part, int partSize) {
        if (text != null) {
            text.append(part);
        }
        size += partSize;
        return this;
    }

    Assembly add(byte[] part) {
        if (bytes != null) {
            bytes.writeBytes(part);
        }
        size += part.length;
        return this;
    }

    int size() {
        return size;
    }

    Object body() {
        return bytes != null ? bytes.toByteArray() : String.valueOf(text);
    }
}
