package io.serai.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.core.env.Environment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what is wrong with an edition before anything live is touched. */
final class Validation {

    private final CamelContext live;
    private final Environment settings;

    Validation(CamelContext live, Environment settings) {
        this.live = live;
        this.settings = settings;
    }

    /**
     * What does not go together: doubled ids and consumers, also with the routes written in Java.
     */
    List<Problem> conflicts(Edition edition, Set<String> ours) {
        List<Problem> problems = new ArrayList<>(edition.problems());
        for (Route route : live.getRoutes()) {
            Unit same = edition.routes.get(route.getRouteId());
            if (same != null && !ours.contains(route.getRouteId())) {
                problems.add(
                        new Problem(
                                same.file(),
                                same.lineOf(same.id()),
                                "The route id \"%s\" is already taken by a route that is not in a file."
                                        .formatted(same.id())));
            }
        }
        return problems;
    }

    /**
     * What routes name and nobody wrote: {@code direct:} and {@code bus:} routes, and route
     * configurations.
     */
    List<Problem> dangling(Edition edition, Set<String> ours) {
        Set<String> known =
                edition.routes.values().stream()
                        .map(Unit::from)
                        .collect(Collectors.toCollection(TreeSet::new));
        live.getRoutes().stream()
                .filter(route -> !ours.contains(route.getRouteId()))
                .map(route -> route.getEndpoint().getEndpointUri().replace("://", ":"))
                .forEach(known::add);
        List<Problem> problems = new ArrayList<>(edition.unhandled());
        for (Unit unit : edition.routes.values()) {
            for (String target : unit.calls()) {
                if (!known.contains(target)) {
                    problems.add(
                            new Problem(
                                    unit.file(),
                                    unit.lineOf(References.target(target)),
                                    "\"%s\" is called, but no route consumes it."
                                            .formatted(target)));
                }
            }
        }
        return problems;
    }

    /** Routes behind the bus that are gone: the hub itself calls them, as no file says. */
    List<Problem> deserted(Edition before, Edition next) {
        Set<String> left =
                next.routes.values().stream().map(Unit::from).collect(Collectors.toSet());
        return before.routes.values().stream()
                .filter(unit -> unit.from().startsWith("bus:") && !left.contains(unit.from()))
                .map(
                        unit ->
                                new Problem(
                                        unit.file(),
                                        0,
                                        "The hub itself calls \"%s\", and no route would consume it."
                                                .formatted(unit.from())))
                .toList();
    }

    /** What of some routes of an edition does not start, tried in a shadow context. */
    List<Problem> faults(Edition edition, Collection<Unit> units) {
        List<Problem> problems = new ArrayList<>();
        try (ShadowContext shadow = new ShadowContext(live, settings)) {
            shadow.start();
            Installation installation = new Installation(shadow);
            edition.beans
                    .values()
                    .forEach(bean -> attempt(bean, problems, () -> installation.bean(bean)));
            edition.configurations
                    .values()
                    .forEach(
                            each ->
                                    attempt(
                                            each,
                                            problems,
                                            () -> installation.configuration(each)));
            for (KameletFile kamelet : edition.kamelets.values()) {
                try {
                    installation.kamelet(kamelet);
                } catch (Exception | LinkageError e) {
                    problems.add(Faults.of(kamelet.file(), 1, e));
                }
            }
            for (Unit unit : units) {
                try {
                    installation.add(unit);
                } catch (Exception | LinkageError e) {
                    problems.add(Faults.of(unit, e, edition));
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the shadow context did not come up", e);
        }
        return problems;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void attempt(Source source, List<Problem> problems, Step step) {
        try {
            step.run();
        } catch (Exception | LinkageError e) {
            problems.add(Faults.of(source.file(), source.line(), e));
        }
    }
}
