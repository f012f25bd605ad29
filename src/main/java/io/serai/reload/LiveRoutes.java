package io.serai.reload;

import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The routes that run because of files, and how they become another edition: only what differs is
 * touched, its callers wait meanwhile, and what does not start is put back.
 */
final class LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final Installation installation;
    private final Holds holds;
    private final long stopSeconds;
    private final Map<String, Unit> running = new LinkedHashMap<>();
    private final Map<String, String> beans = new HashMap<>();
    private final Map<String, String> kamelets = new HashMap<>();
    private final Map<String, String> configurations = new HashMap<>();

    LiveRoutes(ModelCamelContext camel, Holds holds, long stopSeconds) {
        this.installation = new Installation(camel);
        this.holds = holds;
        this.stopSeconds = stopSeconds;
    }

    /** The ids of the routes that run because of files. */
    Set<String> ids() {
        return Set.copyOf(running.keySet());
    }

    /** The routes of an edition that do not run, or not so. */
    List<Unit> missing(Edition edition) {
        return edition.routes.values().stream()
                .filter(unit -> !unit.print().equals(print(running.get(unit.id()))))
                .toList();
    }

    private static String print(@Nullable Unit unit) {
        return unit == null ? "" : unit.print();
    }

    /**
     * What one edition became.
     *
     * @param changed the ids of the routes that were added, swapped or removed, of the last with
     *     "(deleted)"
     * @param problems why others were not; they run as before
     */
    record Outcome(List<String> changed, List<Problem> problems) {}

    Outcome become(Edition edition) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        put(edition, outcome.problems());
        for (Swap swap : swaps(edition)) {
            run(swap, edition, outcome);
        }
        drop(edition);
        return outcome;
    }

    /** Routes that end and routes that begin in one go, because they consume the same. */
    private record Swap(Set<String> ending, List<Unit> beginning) {

        boolean isInner() {
            return beginning.stream().allMatch(Unit::isInner);
        }
    }

    private List<Swap> swaps(Edition edition) {
        Map<String, Unit> byFrom = new HashMap<>();
        running.values().forEach(unit -> byFrom.put(unit.from(), unit));
        byFrom.remove("");
        Set<String> ended = new TreeSet<>();
        List<Swap> swaps = new ArrayList<>();
        for (Unit unit : edition.routes.values()) {
            Unit before = running.get(unit.id());
            if (before != null && before.sameAs(unit)) {
                running.put(unit.id(), unit); // its lines may have moved
                continue;
            }
            Set<String> ending = new TreeSet<>();
            if (before != null) {
                ending.add(before.id());
            }
            Unit sameFrom = byFrom.get(unit.from());
            if (sameFrom != null) {
                ending.add(sameFrom.id());
            }
            merge(swaps, new Swap(ending, new ArrayList<>(List.of(unit))));
            ended.addAll(ending);
        }
        for (String id : running.keySet()) {
            if (!edition.routes.containsKey(id) && !ended.contains(id)) {
                swaps.add(new Swap(Set.of(id), List.of()));
            }
        }
        swaps.sort(Comparator.comparing(this::turn));
        return swaps;
    }

    /** What is called begins before and ends after those that call it. */
    private int turn(Swap swap) {
        if (!swap.beginning().isEmpty()) {
            return swap.isInner() ? 0 : 1;
        }
        return swap.ending().stream()
                        .map(running::get)
                        .allMatch(unit -> unit != null && unit.isInner())
                ? 3
                : 2;
    }

    private static void merge(List<Swap> swaps, Swap swap) {
        for (int i = swaps.size() - 1; i >= 0; i--) {
            if (swaps.get(i).ending().stream().anyMatch(swap.ending()::contains)) {
                Swap other = swaps.remove(i);
                swap.ending().addAll(other.ending());
                swap.beginning().addAll(other.beginning());
            }
        }
        swaps.add(swap);
    }

    private void run(Swap swap, Edition edition, Outcome outcome) {
        List<Unit> before = swap.ending().stream().map(running::get).toList();
        List<Route> routes =
                swap.ending().stream().flatMap(id -> installation.live(id).stream()).toList();
        long begin = System.nanoTime();
        try (var _ = holds.hold(routes)) {
            for (Unit unit : before) {
                end(unit);
            }
            List<Unit> begun = new ArrayList<>();
            for (Unit unit : swap.beginning()) {
                try {
                    begin(unit);
                    begun.add(unit);
                } catch (Exception | LinkageError e) {
                    outcome.problems().add(Faults.of(unit, e, edition));
                    begun.forEach(this::end);
                    before.forEach(this::restore);
                    return;
                }
            }
        }
        Set<String> touched = new TreeSet<>();
        swap.ending().forEach(id -> touched.add(running.containsKey(id) ? id : id + " (deleted)"));
        swap.beginning().forEach(unit -> touched.add(unit.id()));
        outcome.changed().addAll(touched);
        LOG.debug("swapped {} in {} ms", touched, (System.nanoTime() - begin) / 1_000_000);
    }

    private void begin(Unit unit) throws Exception {
        installation.add(unit);
        running.put(unit.id(), unit);
    }

    private void end(Unit unit) {
        running.remove(unit.id());
        try {
            installation.remove(unit.id(), stopSeconds);
        } catch (Exception | LinkageError e) {
            LOG.warn("route {} did not stop cleanly: {}", unit.id(), e.toString());
        }
    }

    private void restore(Unit unit) {
        try {
            begin(unit);
        } catch (Exception | LinkageError e) {
            LOG.error("route {} did not come back: {}", unit.id(), Faults.message(e));
        }
    }

    private void put(Edition edition, List<Problem> problems) {
        for (Source bean : edition.beans.values()) {
            if (!bean.print().equals(beans.get(bean.name()))) {
                attempt(problems, bean, () -> installation.bean(bean));
                beans.put(bean.name(), bean.print());
            }
        }
        for (Source configuration : edition.configurations.values()) {
            if (!configuration.print().equals(configurations.get(configuration.name()))) {
                attempt(problems, configuration, () -> installation.configuration(configuration));
                configurations.put(configuration.name(), configuration.print());
            }
        }
        for (KameletFile kamelet : edition.kamelets.values()) {
            if (!kamelet.essence().equals(kamelets.get(kamelet.name()))) {
                try {
                    installation.kamelet(kamelet);
                } catch (Exception | LinkageError e) {
                    problems.add(Faults.of(kamelet.file(), 1, e));
                }
                kamelets.put(kamelet.name(), kamelet.essence());
            }
        }
    }

    private void drop(Edition edition) {
        for (String name : gone(beans, edition.beans.keySet())) {
            installation.removeBean(name);
        }
        for (String name : gone(configurations, edition.configurations.keySet())) {
            installation.removeConfiguration(name);
        }
        for (String name : gone(kamelets, edition.kamelets.keySet())) {
            try {
                installation.removeKamelet(name);
            } catch (Exception | LinkageError e) {
                LOG.warn("Kamelet {} was not removed: {}", name, e.toString());
            }
        }
    }

    private static List<String> gone(Map<String, String> known, Set<String> wanted) {
        List<String> gone = known.keySet().stream().filter(name -> !wanted.contains(name)).toList();
        gone.forEach(known::remove);
        return gone;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void attempt(List<Problem> problems, Source source, Step step) {
        try {
            step.run();
        } catch (Exception | LinkageError e) {
            problems.add(Faults.of(source.file(), source.line(), e));
        }
    }
}
