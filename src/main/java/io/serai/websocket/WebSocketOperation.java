package io.serai.websocket;

/** What the producer does with the connections it is pointed at. */
public enum WebSocketOperation {
    /** Sends the body: text, or binary if it is a byte array, buffer or stream. */
    send,
    /** Puts the connections into the group. */
    join,
    /** Takes the connections out of the group. */
    leave,
    /** Closes the connections. */
    close
}
