package io.serai.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Queries by their SHA-256, as clients with automatic persisted queries (APQ) send them. Each node
 * remembers its own; who is not understood sends the query once more.
 */
final class PersistedQueries {

    private final Cache<String, String> queries;

    /**
     * @param most how many characters of queries are remembered
     */
    PersistedQueries(long most) {
        queries =
                Caffeine.newBuilder()
                        .maximumWeight(most)
                        .weigher((String hash, String query) -> query.length())
                        .build();
    }

    @Nullable String get(String hash) {
        return queries.getIfPresent(hash.toLowerCase(Locale.ROOT));
    }

    /** Remembers a query that was found good. */
    void put(String hash, String query) {
        queries.put(hash.toLowerCase(Locale.ROOT), query);
    }

    static boolean fits(String hash, String query) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(query.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).equalsIgnoreCase(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
