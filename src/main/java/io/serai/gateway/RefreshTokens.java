package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Gets access tokens by a refresh token. The first is the setting; where using one gives another,
 * that is kept before anything is done with it, and used the next time, by whichever node. A new
 * setting, after somebody authorised the hub anew, takes the place of what was kept.
 */
final class RefreshTokens {

    private final String name;
    private final String first;
    private final TokenEndpoint endpoint;
    private final KeptTokens kept;

    /** What replaced the last one used, while it is nowhere else. */
    private volatile @Nullable String unsaved;

    RefreshTokens(String system, String first, TokenEndpoint endpoint, KeptTokens kept) {
        this.name = "system/" + system;
        this.first = first;
        this.endpoint = endpoint;
        this.kept = kept;
    }

    TokenEndpoint.Given next() throws IOException {
        try {
            return kept.alone(name, this::use);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private TokenEndpoint.Given use() {
        try {
            TokenEndpoint.Given given = endpoint.refresh(current());
            if (given.refresh() != null) {
                // First here: a store that goes away must not take the only one with it.
                unsaved = given.refresh();
                kept.save(name, Json.write(Map.of("first", hash(first), "now", given.refresh())));
                unsaved = null;
            }
            return given;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String current() throws IOException {
        String newest = unsaved;
        if (newest != null) {
            return newest;
        }
        String saved = kept.load(name).orElse("{}");
        JsonNode read = Json.MAPPER.readTree(saved);
        return read.path("first").asText().equals(hash(first)) ? read.path("now").asText() : first;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
