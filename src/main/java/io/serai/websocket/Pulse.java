package io.serai.websocket;

/** When a peer was last heard, and whether it is time to ask if it lives. */
final class Pulse {

    /** What a connection needs. */
    enum Need {
        NOTHING,
        PING,
        END
    }

    private volatile boolean deaf;
    private volatile long heard;
    private long asked;

    /** The times are {@link WebSocketConnections#now()}. */
    void begin(long now) {
        heard = now;
        asked = now;
    }

    void heard(long now) {
        heard = now;
    }

    /** From now on silence is the hub's own doing: it doesn't read this connection. */
    void deaf(boolean is) {
        deaf = is;
    }

    /** What is to be done now; a ping counts as sent. */
    Need at(long now, PathOptions options) {
        long idle = options.idleTimeout().toNanos();
        long ping = options.pingInterval().toNanos();
        if (deaf) {
            heard = now;
        } else if (idle > 0 && now - heard > idle) {
            return Need.END;
        } else if (ping > 0 && now - Math.max(heard, asked) > ping) {
            asked = now;
            return Need.PING;
        }
        return Need.NOTHING;
    }
}
