package io.serai.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers that all nodes may use, behind each node's own cache. What can't be had, or kept, is
 * simply not there.
 */
public interface SharedCache {

    /** What another node, or this one, kept under the key. Waits a moment at most. */
    default Optional<String> get(String key) {
        return Optional.ofNullable(get(List.of(key)).get(key));
    }

    /** What is kept under these keys, however many. Waits a moment at most for all together. */
    Map<String, String> get(Collection<String> keys);

    /** Keeps a value for a while. Neither waits nor fails. */
    void put(String key, String value, Duration time);

    /** Counts one more under the key, for a while from now. Neither waits nor fails. */
    void count(String key, Duration time);

    /** How much all nodes counted under the key, if that can be said. Waits a moment at most. */
    OptionalLong counted(String key);

    /** Whether nothing is kept, so that nobody needs to work out what. */
    default boolean isNone() {
        return false;
    }

    /** Of a node that is alone: its own cache is enough. */
    static SharedCache none() {
        return new None();
    }

    /** Keeps nothing. */
    record None() implements SharedCache {

        @Override
        public boolean isNone() {
            return true;
        }

        @Override
        public Map<String, String> get(Collection<String> keys) {
            return Map.of();
        }

        @Override
        public void put(String key, String value, Duration time) {}

        @Override
        public void count(String key, Duration time) {}

        @Override
        public OptionalLong counted(String key) {
            return OptionalLong.empty();
        }
    }
}
