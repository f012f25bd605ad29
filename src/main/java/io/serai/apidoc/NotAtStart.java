package io.serai.apidoc;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Keeps springdoc's auto-configurations out of the hub's start by their names. Excluding them the
 * usual way would load each of them, to see whether it is there.
 */
final class NotAtStart implements AutoConfigurationImportFilter {

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            wanted[i] = name == null || !name.startsWith("org.springdoc.");
        }
        return wanted;
    }
}
