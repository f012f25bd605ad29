package io.serai.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that deploy/ may use, each with its labels: src/test/resources/deploy/meters.txt. */
public final class Meters {

    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})?");

    private Meters() {}

    /** Label names by metric. */
    public static Map<String, Set<String>> listed() {
        try {
            Map<String, Set<String>> meters = new TreeMap<>();
            for (String line :
                    Files.readAllLines(Path.of("src/test/resources/deploy/meters.txt"))) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new IllegalStateException("meters.txt: " + line);
                }
                meters.put(
                        parts.group(1),
                        parts.group(2) == null
                                ? Set.of()
                                : Set.copyOf(List.of(parts.group(2).split(","))));
            }
            return meters;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
