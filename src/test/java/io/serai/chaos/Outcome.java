package io.serai.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came out.
 *
 * @param counts what there was, by name
 * @param troubles what was taken away
 * @param findings every promise that was not kept
 */
record Outcome(Map<String, Object> counts, List<Trouble> troubles, List<Finding> findings) {

    private static final int SHOWN = 12;
    private static final String LINE = "|" + "-".repeat(48) + "|" + "-".repeat(11) + ":|";

    boolean good() {
        return findings.isEmpty();
    }

    /** For people. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(row("what there was", ""));
        lines.add(LINE);
        counts.forEach((name, count) -> lines.add(row(name, String.valueOf(count))));
        lines.add("");
        lines.add(row("what must not be", ""));
        lines.add(LINE);
        for (Finding.Kind kind : Finding.Kind.values()) {
            lines.add(row(kind.title, String.valueOf(of(kind).size())));
        }
        lines.add("");
        for (Trouble it : troubles) {
            lines.add(
                    "%s %s: %d messages before, %d after"
                            .formatted(
                                    it.proves() ? "ok " : "NOT",
                                    it.what(),
                                    it.before(),
                                    it.after()));
        }
        lines.add("");
        for (Finding.Kind kind : Finding.Kind.values()) {
            of(kind).stream()
                    .limit(SHOWN)
                    .forEach(
                            it ->
                                    lines.add(
                                            kind.title.toUpperCase(java.util.Locale.ROOT)
                                                    + ": "
                                                    + it.what()));
        }
        lines.add(good() ? "HOLDS" : "DOES NOT HOLD");
        return String.join("\n", lines);
    }

    Map<Finding.Kind, List<Finding>> byKind() {
        Map<Finding.Kind, List<Finding>> all = new LinkedHashMap<>();
        findings.forEach(it -> all.computeIfAbsent(it.kind(), k -> new ArrayList<>()).add(it));
        return all;
    }

    private List<Finding> of(Finding.Kind kind) {
        return byKind().getOrDefault(kind, List.of());
    }

    private static String row(String name, String value) {
        return "| %-46s | %10s |".formatted(name, value);
    }
}
