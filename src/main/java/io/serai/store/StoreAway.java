package io.serai.store;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be reached, or cannot keep up. Whether the unit was committed is not known,
 * but the same one again later will do: nobody was told of it.
 */
public sealed class StoreAway extends RuntimeException permits StoreBusy {

    private static final long serialVersionUID = 1;

    private StoreAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static StoreAway because(@Nullable Throwable cause) {
        return new StoreAway("The store cannot be reached; the same again later will do", cause);
    }

    StoreAway(String message) {
        super(message, null, false, false);
    }
}
