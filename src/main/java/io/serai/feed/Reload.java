package io.serai.feed;

import io.serai.store.CursorGone;

/** What a reader is told whose cursor can't be followed. */
final class Reload {

    static final String CODE = "reload";

    private Reload() {}

    static String detail(CursorGone why) {
        return why.getMessage()
                + ": start from after=0 and drop what you have by event id, or from after=latest";
    }
}
