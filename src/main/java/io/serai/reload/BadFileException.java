package io.serai.reload;

import java.nio.file.Path;

/** A live file that can't be used: which, where and why. */
public class BadFileException extends Exception {

    private final Path file;
    private final int line;

    /**
     * @param file the file, as {@link LiveFolder#apply} was given it
     * @param line from 1; 0 when no line can be named
     * @param message what is wrong and what to do, without the file's name
     */
    public BadFileException(Path file, int line, String message) {
        super(message);
        this.file = file;
        this.line = line;
    }

    public Path file() {
        return file;
    }

    public int line() {
        return line;
    }
}
