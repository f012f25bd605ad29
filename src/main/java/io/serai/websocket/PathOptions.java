package io.serai.websocket;

import java.time.Duration;
import java.util.Set;

/**
 * A path's options, as the route that serves it set them.
 *
 * @param allowedOrigins origins that may connect besides the page's own; {@code *} for any
 * @param subprotocols those spoken, the preferred first
 * @param handshakeHeaders names, in lower case, of the handshake's headers a route may see
 * @param handshakeParameters names of the query parameters a route may see
 * @param maxMessageSize bytes
 * @param receiveQueueMessages messages of one connection that may wait for the route
 * @param receiveQueueBytes the same in bytes
 * @param sendQueueMessages messages that may wait for one connection
 * @param sendQueueBytes the same in bytes
 * @param pingInterval zero: no pings
 * @param idleTimeout zero: never
 * @param connectionEvents whether open, close and error come as exchanges
 */
record PathOptions(
        Set<String> allowedOrigins,
        Set<String> subprotocols,
        Set<String> handshakeHeaders,
        Set<String> handshakeParameters,
        int maxMessageSize,
        int receiveQueueMessages,
        int receiveQueueBytes,
        int sendQueueMessages,
        int sendQueueBytes,
        Duration pingInterval,
        Duration idleTimeout,
        boolean connectionEvents) {}
