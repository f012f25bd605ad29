package io.serai.reload;

import java.nio.file.Path;
import java.util.Map;

/**
 * A folder whose files are live: loaded at start and again within two seconds of every change.
 *
 * <p>Any Spring bean of this type takes part. A set of files that {@link #apply} refuses changes
 * nothing: the last good set stays in force, and the refused file is named with its line in the log
 * and in the health component {@code reload}.
 */
public interface LiveFolder {

    /** A short, unique name for log, health and metrics, for example {@code faq}. */
    String name();

    /** The folder, searched with all its subfolders. It need not exist. */
    Path folder();

    /** A glob for the file's name, for example {@code *.{yaml,md}}. */
    String pattern();

    /**
     * True if it is to be read when the routes are there, false if before. Such a folder is first
     * read while the hub already works, so that the start does not wait for it; whoever needs what
     * is in it does.
     *
     * <p>A folder that is read before is read beside the rest of the start, on a thread of its own,
     * unless it is one of {@link ExpandedRoutes}; no route starts before that is done.
     */
    default boolean afterRoutes() {
        return false;
    }

    /**
     * Puts a whole set of files in force, or refuses it and changes nothing.
     *
     * <p>Called from one thread at a time; at start before the hub reports ready, unless it comes
     * {@linkplain #afterRoutes after the routes}.
     *
     * @param files the text (UTF-8) of every matching file by its path below {@link #folder()}, in
     *     path order
     * @throws BadFileException when a file can't be used; names it and the line
     */
    void apply(Map<Path, String> files) throws BadFileException;
}
