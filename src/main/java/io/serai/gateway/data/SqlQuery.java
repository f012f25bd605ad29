package io.serai.gateway.data;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One query that only reads, with its values as {@code :?name}. Whatever else is refused when it is
 * made, that is, when the route is. (The database is told to refuse writes, too: this is the one of
 * two locks that says what is wrong before the first customer asks.)
 */
final class SqlQuery {

    private static final Pattern NAME = Pattern.compile(":\\?(\\w+)");
    private static final Pattern QUOTED =
            Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'|\"[^\"]*\"|`[^`]*`", Pattern.DOTALL);
    private static final Pattern LINE_COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern READS = Pattern.compile("(?is)\\s*(select|with)\\b.*");
    private static final Pattern WRITES =
            Pattern.compile(
                    "(?i)\\b(insert|update|delete|merge|into|call|copy|truncate|drop|alter|create|"
                            + "grant|revoke|lock|execute|for\\s+(?:no\\s+key|key|share))\\b");

    private final String text;
    private final Set<String> names = new LinkedHashSet<>();

    /**
     * @throws IllegalArgumentException saying what is not allowed
     */
    SqlQuery(String given) {
        this.text = end(given);
        String bare = QUOTED.matcher(LINE_COMMENT.matcher(text).replaceAll("")).replaceAll("''");
        refuse(!READS.matcher(bare).matches(), "it must start with SELECT or WITH");
        refuse(bare.contains(";"), "it must be one statement");
        refuse(bare.contains("/*"), "comments are written as --");
        refuse(bare.contains("$$"), "text is written in single quotes");
        Matcher write = WRITES.matcher(bare);
        refuse(write.find(), () -> "it must only read, and has " + write.group());
        bare = NAME.matcher(bare).replaceAll("");
        refuse(bare.contains("?"), "values are written as :?name");
        NAME.matcher(text).results().forEach(found -> names.add(found.group(1)));
        QUOTED.matcher(text)
                .results()
                .forEach(
                        quoted ->
                                refuse(
                                        NAME.matcher(quoted.group()).find(),
                                        "a value is not written in quotes"));
    }

    private static String end(String given) {
        String text = given.strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private static void refuse(boolean wrong, String why) {
        refuse(wrong, () -> why);
    }

    private static void refuse(boolean wrong, Supplier<String> why) {
        if (wrong) {
            throw new IllegalArgumentException("The query is not allowed: " + why.get());
        }
    }

    /** What it binds. */
    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    /**
     * The text for these values: where a value is a list, {@code :?name} becomes as many as it has,
     * for {@code in (:?name)}. Only how many there are has a say in it, never what they are.
     */
    String text(Map<?, ?> values) {
        Set<String> absent = new TreeSet<>(names);
        absent.removeAll(values.keySet());
        if (!absent.isEmpty()) {
            throw new IllegalStateException("The query binds " + absent + ", which is not given");
        }
        return NAME.matcher(text)
                .replaceAll(
                        found ->
                                values.get(found.group(1)) instanceof Collection<?> list
                                        ? placeholders(found.group(1), list)
                                        : found.group());
    }

    private static String placeholders(String name, Collection<?> list) {
        List<String> each =
                IntStream.range(0, width(list.size()))
                        .mapToObj(i -> ":?" + name + "__" + i)
                        .toList();
        return String.join(", ", each);
    }

    /** The values by the names they have in {@link #text}. */
    static Map<String, @Nullable Object> spread(Map<String, ?> values) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        values.forEach(
                (name, value) -> {
                    if (value instanceof List<?> list) {
                        for (int i = 0; i < width(list.size()); i++) {
                            all.put(
                                    name + "__" + i,
                                    list.isEmpty() ? null : list.get(Math.min(i, list.size() - 1)));
                        }
                    }
                });
        return all;
    }

    /** A power of two, so that the database sees few different statements; the last one repeats. */
    private static int width(int size) {
        return size < 2 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }
}
