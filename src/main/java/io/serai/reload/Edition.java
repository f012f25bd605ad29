package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.camel.support.PatternHelper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a set of files says should run: every route with everything that decides what it does, so
 * that two editions differ in exactly the routes that must be swapped.
 */
final class Edition {

    final Map<String, Unit> routes = new LinkedHashMap<>();
    final Map<String, Source> beans = new LinkedHashMap<>();
    final Map<String, Source> configurations = new LinkedHashMap<>();
    final Map<String, KameletFile> kamelets = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> unhandled = new ArrayList<>();
    private final Map<String, String> connections;

    /**
     * The edition of some files; what can't stand beside an earlier file is a problem of it.
     *
     * @param connections see {@link ExpandedRoutes#connections}
     */
    Edition(
            Collection<KameletFile> kameletFiles,
            Collection<RouteFile> routeFiles,
            Map<String, String> connections) {
        this.connections = connections;
        for (KameletFile kamelet : kameletFiles) {
            KameletFile earlier = kamelets.putIfAbsent(kamelet.name(), kamelet);
            if (earlier != null) {
                clash(
                        "The Kamelet \"" + kamelet.name() + "\"",
                        kamelet.file(),
                        1,
                        earlier.file(),
                        1);
            }
        }
        kamelets.values().forEach(this::circle);
        routeFiles.forEach(this::shared);
        routeFiles.forEach(this::routes);
    }

    /** Finds a Kamelet that uses itself, be it by others: making it would never end. */
    private void circle(KameletFile kamelet) {
        for (String used : used(kamelet)) {
            Set<String> reached = new TreeSet<>();
            reach(used, reached);
            if (reached.contains(kamelet.name())) {
                problems.add(
                        new Problem(
                                kamelet.file(),
                                Lines.of(kamelet.text(), "kamelet:" + used),
                                "The Kamelet \"%s\" would use itself without end."
                                        .formatted(kamelet.name())));
                return;
            }
        }
    }

    private void reach(String name, Set<String> reached) {
        KameletFile kamelet = kamelets.get(name);
        if (reached.add(name) && kamelet != null) {
            used(kamelet).forEach(next -> reach(next, reached));
        }
    }

    private static Set<String> used(KameletFile kamelet) {
        return References.of(kamelet.data().at("/spec/template")).kamelets();
    }

    static Edition empty() {
        return new Edition(List.of(), List.of(), Map.of());
    }

    /** What forbids that the files stand side by side. */
    List<Problem> problems() {
        return problems;
    }

    /** Routes that name a route configuration which nobody wrote, and would run without it. */
    List<Problem> unhandled() {
        return unhandled;
    }

    private static Problem unhandled(Unit unit, String name) {
        return new Problem(
                unit.file(),
                unit.lineOf("routeConfigurationId"),
                "\"%s\" is no route configuration: nothing would handle this route's errors."
                        .formatted(name));
    }

    private void clash(String what, Path file, int line, Path other, int otherLine) {
        Problem mirror = new Problem(other, otherLine, also(what, file, line));
        problems.add(new Problem(file, line, also(what, other, otherLine), mirror));
    }

    private static String also(String what, Path file, int line) {
        return what + " also stands in " + file + ":" + line + ": only one can be.";
    }

    private void shared(RouteFile file) {
        for (Part part : file.parts()) {
            if (part.isConfiguration()) {
                String name = part.name().isEmpty() ? file.file() + ":" + part.line() : part.name();
                put(
                        configurations,
                        new Source(name, file.file(), part.data(), part.line(), file.only(part)),
                        "route configuration");
            } else if (part.isBeans()) {
                part.data().forEach(bean -> bean(file, part, bean));
            }
        }
    }

    private void bean(RouteFile file, Part part, JsonNode bean) {
        String name = bean.path("name").asText("");
        int found = Lines.find(file.text(), name, part.line(), part.end());
        put(
                beans,
                new Source(name, file.file(), bean, found == 0 ? part.line() : found, ""),
                "bean");
    }

    private void put(Map<String, Source> known, Source source, String what) {
        Source earlier = known.putIfAbsent(source.name(), source);
        if (earlier != null) {
            clash(
                    "The " + what + " \"" + source.name() + "\"",
                    source.file(),
                    source.line(),
                    earlier.file(),
                    earlier.line());
        }
    }

    private void routes(RouteFile file) {
        for (Part part : file.parts()) {
            if (!part.isRoute()) {
                continue;
            }
            Unit unit = unit(file, part);
            named(part.data())
                    .filter(name -> !name.equals("*") && !isThere(name))
                    .forEach(name -> unhandled.add(unhandled(unit, name)));
            Unit earlier = routes.putIfAbsent(unit.id(), unit);
            if (earlier != null) {
                clash(
                        "The route id \"" + unit.id() + "\"",
                        unit.file(),
                        unit.line(),
                        earlier.file(),
                        earlier.line());
            } else if (!unit.from().isEmpty()) {
                consumer(unit);
            }
        }
    }

    private void consumer(Unit unit) {
        for (Unit other : routes.values()) {
            if (!other.id().equals(unit.id()) && From.clash(other.from(), unit.from())) {
                clash(
                        "A route from \"" + unit.from() + "\"",
                        unit.file(),
                        unit.line(),
                        other.file(),
                        other.line());
            }
        }
    }

    private Unit unit(RouteFile file, Part part) {
        StringBuilder print = new StringBuilder(part.kind()).append(part.data());
        file.parts().stream()
                .filter(Part::isFileWide)
                .forEach(wide -> print.append('\n').append(wide.kind()).append(wide.data()));
        Set<Path> needs = new TreeSet<>();
        configurations.values().stream()
                .filter(configuration -> applies(configuration, part.data()))
                .forEach(configuration -> add(print, needs, configuration));
        References references = References.of(part.data());
        kamelets(references.kamelets(), new TreeSet<>(), print, needs);
        beans(print, needs);
        references.systems().stream()
                .filter(connections::containsKey)
                .forEach(system -> print.append('\n').append(connections.get(system)));
        needs.remove(file.file());
        return new Unit(
                part.name(),
                file.file(),
                part.line(),
                part.end(),
                file.only(part),
                From.of(part.from()),
                print.toString(),
                needs,
                references.calls());
    }

    private static boolean applies(Source configuration, JsonNode route) {
        String id = id(configuration);
        return route.path("routeConfigurationId").asText("*").equals("*")
                ? id.isEmpty() || id.equals("*")
                : named(route).anyMatch(wanted -> PatternHelper.matchPattern(id, wanted));
    }

    /** The route configurations that a route names, which may be patterns of their ids. */
    private static Stream<String> named(JsonNode route) {
        return Stream.of(route.path("routeConfigurationId").asText("*").split(","))
                .map(String::trim);
    }

    private boolean isThere(String name) {
        return configurations.values().stream()
                .anyMatch(each -> PatternHelper.matchPattern(id(each), name));
    }

    private static String id(Source configuration) {
        return configuration.data().path("id").asText("");
    }

    private void kamelets(
            Set<String> names, Set<String> seen, StringBuilder print, Set<Path> needs) {
        for (String name : names) {
            KameletFile kamelet = kamelets.get(name);
            if (kamelet != null && seen.add(name)) {
                print.append('\n').append(kamelet.essence());
                needs.add(kamelet.file());
                kamelets(used(kamelet), seen, print, needs);
            }
        }
    }

    /** Adds the beans the print names, and the beans those name, until there are no more. */
    private void beans(StringBuilder print, Set<Path> needs) {
        Set<String> seen = new TreeSet<>();
        boolean more = !beans.isEmpty();
        while (more) {
            more = false;
            for (Source bean : beans.values()) {
                if (!seen.contains(bean.name()) && names(print, bean.name())) {
                    seen.add(bean.name());
                    add(print, needs, bean);
                    more = true;
                }
            }
        }
    }

    private static boolean names(CharSequence text, String word) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])")
                .matcher(text)
                .find();
    }

    private static void add(StringBuilder print, Set<Path> needs, Source source) {
        print.append('\n').append(source.print());
        needs.add(source.file());
    }
}
