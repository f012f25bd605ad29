package io.serai.reload;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Why a file is refused.
 *
 * @param file which
 * @param line from 1; 0 if unknown
 * @param message what is wrong and what to do
 * @param mirror the same seen from the other file, where two files don't go together
 */
record Problem(Path file, int line, String message, @Nullable Problem mirror) {

    Problem(Path file, int line, String message) {
        this(file, line, message, null);
    }

    static Problem of(BadFileException e) {
        String message = e.getMessage();
        return new Problem(e.file(), e.line(), message == null ? "can't be used" : message);
    }

    /** The file with its line, as editors and terminals link it. */
    String place() {
        return line > 0 ? file + ":" + line : file.toString();
    }
}
