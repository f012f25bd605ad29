package io.serai;

import org.springframework.core.env.Environment;

import java.nio.file.Path;

/**
 * Refuses a start in another folder than the hub's. It would open with a new, empty store, without
 * a route, and with the libraries' own settings, which let every header into one.
 */
final class SettingsThere {

    private SettingsThere() {}

    /**
     * @throws IllegalStateException saying where the settings were looked for
     */
    static void check(Environment environment) {
        if (!environment.containsProperty("camel.component.platform-http.header-filter-strategy")) {
            throw new IllegalStateException(
                    "serai.* and all other settings as shipped are missing: there is no config/application.yaml in %s, where the hub was started. Start it in the folder that has config/, routes/ and connectors/"
                            .formatted(Path.of("").toAbsolutePath()));
        }
    }
}
