package io.serai.search;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * The search for messages.
 *
 * @param folder where this node keeps its index; it can be deleted while the hub is down and is
 *     then made again from the store. Empty: no search
 * @param refresh how often the index takes up what was said
 */
@ConfigurationProperties("serai.search")
record SearchSettings(
        @DefaultValue("data/search") String folder, @DefaultValue("1s") Duration refresh) {

    boolean enabled() {
        return !folder.isEmpty();
    }
}
