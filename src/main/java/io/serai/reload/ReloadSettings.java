package io.serai.reload;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where the live files are and how they are watched.
 *
 * @param routes the folder of the routes ({@code **}{@code /*.camel.yaml})
 * @param connectors the folder of the Kamelets ({@code *.kamelet.yaml})
 * @param exclude names of folders below {@code routes} that are not loaded
 * @param lastGood where the last good copy of every file is kept for a restart with a bad one
 * @param watch whether edits are live; false loads at start only
 * @param debounce how long a burst of changes must be quiet before it is taken as one
 * @param scan how often the folders are compared with what is running, for file systems without
 *     events
 * @param drain how long a swap waits for what is in flight on the route it replaces
 */
@ConfigurationProperties("serai.reload")
public record ReloadSettings(
        @DefaultValue("routes") Path routes,
        @DefaultValue("connectors") Path connectors,
        @DefaultValue("sandbox") List<String> exclude,
        @DefaultValue("data/last-good") Path lastGood,
        @DefaultValue("true") boolean watch,
        @DefaultValue("250ms") Duration debounce,
        @DefaultValue("1s") Duration scan,
        @DefaultValue("5s") Duration drain) {}
