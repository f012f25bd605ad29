package io.serai.store;

/** Nothing was stored since too much waits already; the same again later will do. */
public final class StoreBusy extends StoreAway {

    private static final long serialVersionUID = 1;

    StoreBusy(String message) {
        super(message);
    }
}
