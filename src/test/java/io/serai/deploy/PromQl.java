package io.serai.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus' language names. It is read loosely: metrics, labels, functions
 * and brackets; not types.
 */
final class PromQl {

    /** Labels that the one who scrapes adds. */
    private static final Set<String> TARGET = Set.of("job", "instance", "pod", "namespace");

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> FUNCTIONS =
            Set.of(
                    "sum",
                    "max",
                    "min",
                    "avg",
                    "count",
                    "topk",
                    "rate",
                    "increase",
                    "absent",
                    "clamp_min");

    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:]\\w*)\\s*\\{([^}]*)}");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("(?<![\\w.])([a-zA-Z_:]\\w*)(\\s*\\()?");

    private PromQl() {}

    /** What is wrong with it, in words; empty if nothing is. */
    static List<String> problems(String expression, Map<String, Set<String>> meters) {
        List<String> problems = new ArrayList<>();
        String rest = expression.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"");
        if (!balanced(rest)) {
            problems.add("brackets do not match: " + expression);
        }
        Set<String> labels = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(rest);
        while (grouping.find()) {
            for (String label : grouping.group(2).split(",")) {
                labels.add(label.strip());
            }
        }
        rest = GROUPING.matcher(rest).replaceAll(" ").replaceAll("\\[[^]]*]", " ");
        Set<String> known = new TreeSet<>(TARGET);
        Matcher selector = SELECTOR.matcher(rest);
        while (selector.find()) {
            for (String matcher : selector.group(2).split(",")) {
                String label = matcher.replaceAll("\\s*(=~|!=|!~|=).*", "").strip();
                if (!TARGET.contains(label)
                        && !meters.getOrDefault(selector.group(1), Set.of()).contains(label)) {
                    problems.add(selector.group(1) + " has no label " + label);
                }
            }
        }
        rest = rest.replaceAll("\\{[^}]*}", " ");
        Matcher word = WORD.matcher(rest);
        while (word.find()) {
            String name = word.group(1);
            if (word.group(2) != null) {
                if (!FUNCTIONS.contains(name) && !WORDS.contains(name)) {
                    problems.add("no function " + name);
                }
            } else if (meters.containsKey(name)) {
                known.addAll(meters.get(name));
            } else if (!FUNCTIONS.contains(name) && !WORDS.contains(name) && !name.equals("up")) {
                problems.add("no metric " + name);
            }
        }
        labels.removeAll(known);
        labels.forEach(label -> problems.add("nothing in it has the label " + label));
        return problems;
    }

    private static boolean balanced(String text) {
        Deque<Character> open = new ArrayDeque<>();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '(' -> open.push(')');
                case '[' -> open.push(']');
                case '{' -> open.push('}');
                case ')', ']', '}' -> {
                    if (open.isEmpty() || open.pop() != c) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return open.isEmpty();
    }
}
