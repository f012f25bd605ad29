package io.serai.reload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files that are refused at present: told once in the log, kept for health, counted. */
@Component
class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Map<Path, Refusal>> byGroup = new TreeMap<>();

    Refusals(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * A refused file.
     *
     * @param problem why
     * @param running whether its last good version is in force
     * @param since when it was first refused for this reason
     */
    record Refusal(Problem problem, boolean running, Instant since) {}

    /** Replaces what is refused in a group; problem → whether a last good version runs. */
    synchronized void set(String group, Map<Problem, Boolean> problems) {
        Counter refused = meters.counter("serai.reload.refused", "folder", group);
        Map<Path, Refusal> before = byGroup.getOrDefault(group, Map.of());
        Map<Path, Refusal> now = new LinkedHashMap<>();
        problems.forEach(
                (problem, running) -> {
                    Refusal old = before.get(problem.file());
                    if (old != null && old.problem().equals(problem)) {
                        now.put(problem.file(), old);
                    } else if (!now.containsKey(problem.file())) {
                        now.put(problem.file(), new Refusal(problem, running, clock.instant()));
                        refused.increment();
                        tell(problem, running);
                    }
                });
        before.keySet().stream()
                .filter(file -> !now.containsKey(file))
                .forEach(file -> LOG.info("{} is no longer refused", file));
        byGroup.put(group, now);
    }

    private static void tell(Problem problem, boolean running) {
        LOG.error(
                "refused {}: {} ({})",
                problem.place(),
                problem.message(),
                running ? "its last good version stays in force" : "it is not in force");
    }

    void applied(String group, Collection<String> what) {
        meters.counter("serai.reload.applied", "folder", group).increment();
        LOG.info("{} live: {}", group, what);
    }

    synchronized List<Refusal> all() {
        return byGroup.values().stream()
                .flatMap(files -> files.values().stream())
                .collect(Collectors.toList());
    }
}
