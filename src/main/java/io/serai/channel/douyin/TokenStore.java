package io.serai.channel.douyin;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Where an operator's tokens outlive a restart: a renewed refresh token exists nowhere else. */
interface TokenStore {

    /** What was saved last; null if nothing was, or it can't be read. */
    @Nullable Tokens load();

    /** Returns when they are durable. */
    void save(Tokens tokens);

    /** Runs something that no other node does at the same time. */
    default <R> R alone(Supplier<R> work) {
        return work.get();
    }
}
