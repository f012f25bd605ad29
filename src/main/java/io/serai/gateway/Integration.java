package io.serai.gateway;

import java.nio.file.Path;
import java.util.List;

/**
 * A REST system in the short form.
 *
 * @param name what it and its routes are called
 * @param file where it stands
 * @param settings how it is reached
 * @param operations what it is asked
 */
record Integration(String name, Path file, SystemSettings settings, List<Operation> operations) {

    /**
     * One thing it is asked.
     *
     * @param path under the system's URL, with {@code {key}} where the key goes
     * @param method such as {@code GET}
     * @param keys what a key must look like
     * @param envelope how answers are wrapped
     */
    record Operation(String name, String path, String method, String keys, Envelope envelope) {

        /** Only these are remembered, repeated and had at {@code /gateway}. */
        boolean reads() {
            return method.equals("GET");
        }
    }
}
