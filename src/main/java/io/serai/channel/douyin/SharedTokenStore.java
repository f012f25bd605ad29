package io.serai.channel.douyin;

import io.serai.event.Json;
import io.serai.store.PlatformTokens;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * In the store that all nodes share. What a node had in its file before it shared a store is taken
 * over.
 */
final class SharedTokenStore implements TokenStore {

    private final String name;
    private final PlatformTokens tokens;
    private final TokenStore before;

    SharedTokenStore(String account, PlatformTokens tokens, TokenStore before) {
        this.name = "douyin/" + account;
        this.tokens = tokens;
        this.before = before;
    }

    @Override
    public @Nullable Tokens load() {
        return tokens.load(name)
                .map(saved -> Json.read(saved, Tokens.class))
                .orElseGet(before::load);
    }

    @Override
    public void save(Tokens next) {
        tokens.save(name, Json.write(next));
    }

    @Override
    public <R> R alone(Supplier<R> work) {
        return tokens.alone(name, work);
    }
}
