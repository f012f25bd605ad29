package io.serai.store;

import org.jspecify.annotations.Nullable;

/** The hub cannot start on this store. The message says why and what to do. */
final class StoreUnusable extends IllegalStateException {

    private static final long serialVersionUID = 1;

    StoreUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The database lets in some of the connections that a hub needs. */
    static StoreUnusable crowded(StoreSettings settings, String reason, Throwable cause) {
        return new StoreUnusable(
                "The store let this hub in and then no more: %s. It needs up to %d connections (serai.store.connections and a few)"
                        .formatted(reason, settings.connections() + 3),
                cause);
    }
}
