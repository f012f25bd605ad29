package io.serai.reload;

import java.nio.file.Path;
import java.util.Set;

/**
 * A route as it stands in its file.
 *
 * @param id its id, given or made from the file's name
 * @param file where it stands
 * @param line where it begins
 * @param end the line after its last
 * @param text the file's text with nothing but this route in it, on its own lines
 * @param from what it consumes, comparable between routes; empty if that can be shared
 * @param print everything that decides what it does: itself, its beans, Kamelets, configurations
 * @param needs the other files that are part of its print
 * @param calls the {@code direct:} and {@code bus:} routes it calls
 */
record Unit(
        String id,
        Path file,
        int line,
        int end,
        String text,
        String from,
        String print,
        Set<Path> needs,
        Set<String> calls) {

    boolean sameAs(Unit other) {
        return print.equals(other.print);
    }

    /** Whether only other routes feed it, so that it may start before what lets the world in. */
    boolean isInner() {
        return from.startsWith("direct:");
    }

    /** The line of this route that holds the words, else where the route begins. */
    int lineOf(String words) {
        int found = words.isEmpty() ? 0 : Lines.find(text, words, line, end);
        return found == 0 ? line : found;
    }
}
