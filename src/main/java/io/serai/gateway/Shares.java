package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many calls each caller has under way at each system, however they are made. */
final class Shares {

    /** Who asks which system; what is not under way is not kept. */
    private record Caller(String system, String name) {}

    private final ConcurrentMap<Caller, Integer> callers = new ConcurrentHashMap<>();

    /**
     * Counts one call more.
     *
     * @param name for whom; null if nobody in particular, who has no limit
     * @throws BusyException if there are as many already
     */
    void enter(String system, @Nullable String name, int most) {
        if (name == null) {
            return;
        }
        if (callers.merge(new Caller(system, name), 1, Integer::sum) > most) {
            leave(system, name);
            throw new BusyException("too many calls for the same customer or login are under way");
        }
    }

    void leave(String system, @Nullable String name) {
        if (name != null) {
            callers.computeIfPresent(
                    new Caller(system, name), (who, calls) -> calls > 1 ? calls - 1 : null);
        }
    }
}
