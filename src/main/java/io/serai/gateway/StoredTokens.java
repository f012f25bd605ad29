package io.serai.gateway;

import io.serai.store.PlatformTokens;

import java.util.Optional;
import java.util.function.Supplier;

/** Kept in the store. */
record StoredTokens(PlatformTokens tokens) implements KeptTokens {

    @Override
    public Optional<String> load(String name) {
        return tokens.load(name);
    }

    @Override
    public void save(String name, String content) {
        tokens.save(name, content);
    }

    @Override
    public <R> R alone(String name, Supplier<R> work) {
        return tokens.alone(name, work);
    }
}
