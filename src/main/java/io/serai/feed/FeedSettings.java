package io.serai.feed;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * The feed for integrators.
 *
 * @param readers how many may read at once, streams and waiting polls together; one more gets 503
 * @param queries how many of them may be at the store at once
 * @param poll how often the store is looked at for what other nodes wrote, while anybody waits
 * @param gap how long it is left alone after a look
 * @param heartbeat how often a stream with nothing to tell says that it is there
 * @param patience how long a stream may take nothing before it is cut
 * @param longest how long a stream lasts before its reader must log in and come again
 */
@ConfigurationProperties("serai.feed")
record FeedSettings(
        @DefaultValue("500") int readers,
        @DefaultValue("3") int queries,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("20ms") Duration gap,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("1h") Duration longest) {}
