package io.serai.store;

import org.jspecify.annotations.Nullable;

/** The hub cannot start on this store. The message says why and what to do. */
final class StoreUnusable extends IllegalStateException {

    private static final long serialVersionUID = 1;

    StoreUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
