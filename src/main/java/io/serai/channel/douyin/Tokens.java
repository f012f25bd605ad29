package io.serai.channel.douyin;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The operator's tokens in force.
 *
 * @param access for calls; empty if none was got yet
 * @param accessExpires when it ends
 * @param refresh gets the next access token
 * @param refreshExpires when that ends; null until the platform has told
 * @param renewals how often the refresh token was renewed; the platform allows five
 * @param seed which of the settings' refresh tokens these descend from, as a hash: a new
 *     authorisation in the settings replaces them
 */
record Tokens(
        String access,
        Instant accessExpires,
        String refresh,
        @Nullable Instant refreshExpires,
        int renewals,
        String seed) {

    static Tokens seeded(String refreshToken, String seed) {
        return new Tokens("", Instant.EPOCH, refreshToken, null, 0, seed);
    }

    /** Keeps the secrets to itself. */
    @Override
    public String toString() {
        return "Tokens until " + accessExpires + ", renewable until " + refreshExpires;
    }
}
