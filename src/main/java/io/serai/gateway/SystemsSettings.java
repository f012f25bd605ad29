package io.serai.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.util.Map;
import java.util.Objects;

/**
 * The merchant's own systems.
 *
 * @param systems each by the name its routes use
 */
@ConfigurationProperties("serai")
public record SystemsSettings(@Nullable Map<String, SystemSettings> systems) {

    public SystemsSettings {
        systems = systems == null ? Map.of() : Map.copyOf(systems);
        String complaints =
                String.join(
                        "; ",
                        systems.entrySet().stream()
                                .map(system -> system.getValue().complaint(system.getKey()))
                                .filter(Objects::nonNull)
                                .toList());
        if (!complaints.isEmpty()) {
            throw new IllegalArgumentException(complaints);
        }
    }

    @Override
    public Map<String, SystemSettings> systems() {
        return Objects.requireNonNull(systems);
    }
}
