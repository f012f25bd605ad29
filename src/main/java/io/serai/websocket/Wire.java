package io.serai.websocket;

/**
 * The container's side of one connection: what the hub does to it. What comes from it, the
 * container's adapter tells the {@link Socket}. Nothing here waits.
 */
interface Wire {

    /** Told once or more what became of a message; only the first time counts. */
    interface Sent {

        void done(boolean ok);
    }

    /** Whether there still is a connection, be it one that is closing. */
    boolean isOpen();

    /** Sends a message; one at a time. */
    void send(Payload payload, Sent sent);

    /** Asks whether the peer lives. */
    void ping();

    /** Tells the peer to close; the socket hears at once that it is closed. */
    void close(CloseFrame frame);

    /** Stops reading; false: the container can't. */
    boolean pause();

    void resume();

    /** Cuts the connection, whatever is still to be sent. */
    void sever();
}
