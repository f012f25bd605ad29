package io.serai.store;

/**
 * The database cannot be reached, or cannot keep up. Whether the unit was committed is not known,
 * but the same one again later will do: nobody was told of it.
 */
public sealed class StoreAway extends RuntimeException permits StoreBusy {

    private static final long serialVersionUID = 1;

    StoreAway(String message, Throwable cause) {
        super(message, cause);
    }

    StoreAway(String message) {
        super(message, null, false, false);
    }
}
