package io.serai.profile;

import graphql.schema.DataFetchingEnvironment;

import io.serai.gateway.Answer;
import io.serai.gateway.Answer.State;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well what one query found is known: for each field and state one line, as old as its oldest
 * value. Also knows what the routes are told.
 */
final class Provenance {

    /** A line is of one field, whichever element of a list it is in. */
    private record Line(List<String> path, String system, State state) {}

    private static final class Seen {
        private Instant oldest = Instant.MAX;
        private @Nullable String error;
        private final List<String> keys = new ArrayList<>();
    }

    private final Errand errand;
    private final Map<Line, Seen> lines = new LinkedHashMap<>();

    Provenance(Errand errand) {
        this.errand = errand;
    }

    static @Nullable Provenance of(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().get(Provenance.class);
    }

    Errand errand() {
        return errand;
    }

    /**
     * Notes an answer that a field was made of.
     *
     * @param key whose it is, empty at the top
     */
    synchronized void note(
            DataFetchingEnvironment environment, String key, @Nullable Answer answer) {
        if (answer == null) {
            return;
        }
        List<String> path =
                environment.getExecutionStepInfo().getPath().toList().stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
        Seen seen =
                lines.computeIfAbsent(
                        new Line(path, answer.system(), answer.state()), _ -> new Seen());
        if (answer.state() != State.UNAVAILABLE && answer.asOf().isBefore(seen.oldest)) {
            seen.oldest = answer.asOf();
        }
        if (answer.error() != null && !answer.unknown()) {
            seen.error = answer.error();
            if (!key.isEmpty()) {
                seen.keys.add(key);
            }
        }
    }

    /** As it stands in the answer, under {@code extensions.provenance}. */
    synchronized List<Map<String, Object>> lines() {
        return lines.entrySet().stream()
                .map(
                        entry -> {
                            Seen seen = entry.getValue();
                            Map<String, Object> line = new TreeMap<>();
                            line.put("path", entry.getKey().path);
                            line.put("system", entry.getKey().system);
                            line.put("state", entry.getKey().state.name().toLowerCase(Locale.ROOT));
                            if (!seen.oldest.equals(Instant.MAX)) {
                                line.put("asOf", seen.oldest.toString());
                            }
                            if (seen.error != null) {
                                line.put("error", seen.error);
                            }
                            if (!seen.keys.isEmpty()) {
                                line.put("of", seen.keys);
                            }
                            return line;
                        })
                .toList();
    }
}
