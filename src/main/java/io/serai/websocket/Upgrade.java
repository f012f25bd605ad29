package io.serai.websocket;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

/** How a container turns a checked handshake into a connection. */
interface Upgrade {

    /**
     * Answers the handshake with 101 and opens the socket when that is out. No extension is ever
     * agreed to: compression costs some 20 to 120 KB a connection.
     *
     * @param subprotocol the one agreed on; empty: none
     */
    void accept(
            HttpServletRequest request,
            HttpServletResponse response,
            Socket socket,
            String subprotocol)
            throws IOException, ServletException;
}
