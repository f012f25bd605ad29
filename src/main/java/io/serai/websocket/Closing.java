package io.serai.websocket;

/** A connection that was told to close: it goes by itself, or is cut when its time is up. */
record Closing(Wire wire, long deadline) {

    /** True if it has gone; when its time is up it is cut. */
    boolean isOver(long now) {
        if (wire.isOpen() && now - deadline > 0) {
            cut();
        }
        return !wire.isOpen();
    }

    void cut() {
        if (wire.isOpen()) {
            wire.sever();
        }
    }
}
