package io.serai.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Answers that all nodes may use, behind each node's own cache. What can't be had, or kept, is
 * simply not there.
 */
public interface SharedCache {

    /** What another node, or this one, kept under the key. Waits a moment at most. */
    Optional<String> get(String key);

    /** Keeps a value for a while. Neither waits nor fails. */
    void put(String key, String value, Duration time);

    /** Of a node that is alone: its own cache is enough. */
    static SharedCache none() {
        return new None();
    }

    /** Keeps nothing. */
    record None() implements SharedCache {

        @Override
        public Optional<String> get(String key) {
            return Optional.empty();
        }

        @Override
        public void put(String key, String value, Duration time) {}
    }
}
