package io.serai.store;

/**
 * A cursor of another store, or of one that was since restored from a backup: what follows it is
 * not known. Its bearer starts again.
 */
public final class CursorGone extends RuntimeException {

    private static final long serialVersionUID = 1;

    CursorGone(String message) {
        super(message, null, false, false);
    }
}
