package io.serai.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Where refresh tokens that replaced one another are kept, for all nodes and over restarts. */
interface KeptTokens {

    Optional<String> load(String name);

    /** Durable when it returns. */
    void save(String name, String content);

    /** Runs what no other node may do at the same time for this name. */
    <R> R alone(String name, Supplier<R> work);

    /** Kept as long as this process lives. */
    static KeptTokens inMemory() {
        Map<String, String> kept = new ConcurrentHashMap<>();
        return new KeptTokens() {
            @Override
            public Optional<String> load(String name) {
                return Optional.ofNullable(kept.get(name));
            }

            @Override
            public void save(String name, String content) {
                kept.put(name, content);
            }

            @Override
            public <R> R alone(String name, Supplier<R> work) {
                return work.get();
            }
        };
    }
}
