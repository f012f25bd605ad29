package io.serai.websocket;

import java.time.Duration;

/** The last words to the connections of a path when the hub goes, as their protocol has them. */
public interface Parting {

    /** The code to close with: RFC 6455's registry, "service restart". */
    int SERVICE_RESTART = CloseFrame.SERVICE_RESTART;

    /** The path whose connections it speaks to. */
    String path();

    /**
     * Says where to go on, and closes the connection. All that was received from it before has been
     * handled and answered; nothing is received any more.
     *
     * @param key the connection's
     * @param after how long the client is asked to wait before it comes back
     */
    void part(String key, Duration after);
}
