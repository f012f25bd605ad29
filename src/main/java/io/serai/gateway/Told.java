package io.serai.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;

/**
 * What the log has said of systems within the last minute: of one that is away each caller meets
 * the same, and hundreds of lines a second would hide all else. The metrics count every one.
 */
final class Told {

    private final Cache<String, Boolean> lately =
            Caffeine.newBuilder()
                    .maximumSize(1_000)
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .build();

    /**
     * @param reason equal to another that differs in its numbers, such as how long was waited
     */
    boolean isNews(String system, String reason) {
        return lately.asMap().putIfAbsent(system + ' ' + reason.replaceAll("\\d+", ""), true)
                == null;
    }
}
