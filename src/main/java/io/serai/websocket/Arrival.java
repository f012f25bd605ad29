package io.serai.websocket;

import org.jspecify.annotations.Nullable;

/** What a connection has for its route, in the order it happened. */
sealed interface Arrival {

    /** Bytes it holds while it waits. */
    default int size() {
        return 0;
    }

    /** The value of {@link WebSocketConstants#EVENT}. */
    String event();

    record Opened() implements Arrival {
        @Override
        public String event() {
            return WebSocketConstants.OPEN;
        }
    }

    /** A whole message: String or byte[]. */
    record Received(Object body, int size) implements Arrival {
        @Override
        public String event() {
            return WebSocketConstants.MESSAGE;
        }
    }

    record Closed(int code, @Nullable String reason) implements Arrival {
        @Override
        public String event() {
            return WebSocketConstants.CLOSE;
        }
    }

    /** The hub goes: what came before has been handled, nothing comes after. Not for the route. */
    record Leaving(Runnable goodbye) implements Arrival {
        @Override
        public String event() {
            throw new UnsupportedOperationException("a route is not told that the hub goes");
        }
    }

    record Failed(Throwable cause) implements Arrival {
        @Override
        public String event() {
            return WebSocketConstants.ERROR;
        }
    }
}
