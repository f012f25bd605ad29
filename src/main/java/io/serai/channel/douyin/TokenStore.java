package io.serai.channel.douyin;

import org.jspecify.annotations.Nullable;

/** Where an operator's tokens outlive a restart: a renewed refresh token exists nowhere else. */
interface TokenStore {

    /** What was saved last; null if nothing was, or it can't be read. */
    @Nullable Tokens load();

    /** Returns when they are durable. */
    void save(Tokens tokens);
}
