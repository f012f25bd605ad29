package io.serai.reload;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Decides what of the files runs: as many as go together, each in its newest version that works.
 *
 * <p>What is refused falls back to the version in force; the rest of the same change goes live.
 */
final class RouteReload {

    static final String GROUP = "routes";

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private final LiveRoutes live;
    private final Validation validation;
    private final LastGood lastGood;
    private final Readings readings;
    private final Refusals refusals;
    private final Supplier<Map<String, String>> connections;
    private Map<Path, String> inForce = Map.of();
    private Edition edition = Edition.empty();
    private boolean started;

    RouteReload(
            LiveRoutes live,
            Validation validation,
            LastGood lastGood,
            Readings readings,
            Refusals refusals,
            Supplier<Map<String, String>> connections) {
        this.live = live;
        this.validation = validation;
        this.lastGood = lastGood;
        this.readings = readings;
        this.refusals = refusals;
        this.connections = connections;
    }

    /** Makes the files run, as far as they can. */
    void load(Map<Path, String> files) {
        Map<Path, String> wanted = new TreeMap<>(files);
        Map<Path, Problem> refused = new LinkedHashMap<>();
        List<String> changed = new ArrayList<>();
        List<Problem> problems = attempt(wanted, changed);
        while (!problems.isEmpty() && revert(problems, wanted, refused)) {
            problems = attempt(wanted, changed);
        }
        problems.forEach(problem -> refused.putIfAbsent(problem.file(), problem));
        settle(files, wanted, refused, changed);
    }

    private void settle(
            Map<Path, String> files,
            Map<Path, String> wanted,
            Map<Path, Problem> refused,
            List<String> changed) {
        Set<Path> gone = new TreeSet<>(inForce.keySet());
        gone.removeAll(wanted.keySet());
        inForce = wanted;
        readings.keep(wanted.keySet());
        started = true;
        wanted.forEach((file, text) -> lastGood.write(GROUP, file, text));
        gone.removeAll(files.keySet());
        lastGood.deleteAll(GROUP, gone);
        Map<Problem, Boolean> told = new LinkedHashMap<>();
        refused.forEach((file, problem) -> told.put(problem, wanted.containsKey(file)));
        refusals.set(GROUP, told);
        if (!changed.isEmpty()) {
            refusals.applied(GROUP, new TreeSet<>(changed));
        }
    }

    /** Makes the files run if they are sound; else says what isn't. */
    private List<Problem> attempt(Map<Path, String> files, List<String> changed) {
        List<Problem> problems = new ArrayList<>();
        List<KameletFile> kamelets = new ArrayList<>();
        List<RouteFile> routes = new ArrayList<>();
        files.forEach(
                (file, text) -> {
                    try {
                        if (Readings.isKamelet(file)) {
                            kamelets.add(readings.kamelet(file, text));
                        } else {
                            routes.add(readings.routes(file, text));
                        }
                    } catch (BadFileException e) {
                        problems.add(Problem.of(e));
                    }
                });
        if (!problems.isEmpty()) {
            return problems;
        }
        Edition next = new Edition(kamelets, routes, connections.get());
        problems.addAll(check(next));
        if (problems.isEmpty()) {
            LiveRoutes.Outcome outcome = live.become(next);
            changed.addAll(outcome.changed());
            problems.addAll(outcome.problems());
            edition = next;
        }
        return problems;
    }

    private List<Problem> check(Edition next) {
        List<Problem> problems = validation.conflicts(next, live.ids());
        if (!problems.isEmpty()) {
            return problems;
        }
        List<Problem> dangling = validation.dangling(next, live.ids());
        if (!started) { // it costs that call or its repeats; refusing the file would cost the route
            dangling.forEach(problem -> LOG.warn("{}: {}", problem.place(), problem.message()));
            return problems; // what doesn't start now shows at once, nothing can be lost yet
        }
        Set<String> known = new TreeSet<>();
        validation.dangling(edition, live.ids()).forEach(problem -> known.add(key(problem)));
        dangling.stream().filter(problem -> !known.contains(key(problem))).forEach(problems::add);
        problems.addAll(validation.deserted(edition, next));
        List<Unit> units = live.missing(next);
        if (!units.isEmpty()) {
            problems.addAll(validation.faults(next, units));
        }
        return problems;
    }

    private static String key(Problem problem) {
        return problem.file() + " " + problem.message();
    }

    /** Takes back what is to blame; false if nothing is. */
    private boolean revert(
            List<Problem> problems, Map<Path, String> wanted, Map<Path, Problem> refused) {
        boolean reverted = false;
        for (Problem problem : problems) {
            for (Problem blamed : blame(problem, wanted)) {
                reverted |= takeBack(blamed, wanted, refused);
            }
        }
        return reverted;
    }

    private boolean takeBack(Problem blamed, Map<Path, String> wanted, Map<Path, Problem> refused) {
        Path file = blamed.file();
        if (!isChanged(file, wanted)) {
            return false; // already taken back for another problem
        }
        refused.putIfAbsent(file, blamed);
        String now = wanted.get(file);
        String before = started ? inForce.get(file) : lastGood.read(GROUP, file);
        if (before == null || before.equals(now)) {
            wanted.remove(file);
        } else {
            wanted.put(file, before);
        }
        return true;
    }

    /** The changed files a problem comes from: the named one, else what it may depend on. */
    private List<Problem> blame(Problem problem, Map<Path, String> wanted) {
        Problem mirror = problem.mirror();
        if (isChanged(problem.file(), wanted)) {
            return List.of(problem);
        }
        if (mirror != null && isChanged(mirror.file(), wanted)) {
            return List.of(mirror);
        }
        Set<Path> all = new TreeSet<>(wanted.keySet());
        all.addAll(inForce.keySet());
        all.removeIf(file -> !isChanged(file, wanted));
        List<Path> likely =
                all.stream()
                        .filter(file -> Readings.isKamelet(file) || !wanted.containsKey(file))
                        .toList();
        return (likely.isEmpty() ? List.copyOf(all) : likely)
                .stream().map(file -> because(file, problem, wanted)).toList();
    }

    private static Problem because(Path file, Problem problem, Map<Path, String> wanted) {
        String what =
                wanted.containsKey(file) ? "With it " : "It was deleted, but is still needed: ";
        return new Problem(file, 0, what + problem.place() + " fails: " + problem.message());
    }

    private boolean isChanged(Path file, Map<Path, String> wanted) {
        @Nullable String text = wanted.get(file);
        return started ? !Objects.equals(text, inForce.get(file)) : text != null;
    }
}
