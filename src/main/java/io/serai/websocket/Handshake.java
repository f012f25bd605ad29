package io.serai.websocket;

import org.jspecify.annotations.Nullable;

import java.security.Principal;
import java.util.Map;

/**
 * What is kept of the request that opened a connection; only what the options allow.
 *
 * @param remoteAddress as the container sees it
 * @param principal who is logged in
 * @param subprotocol the one agreed on
 * @param headers by name in lower case
 * @param parameters query parameters
 */
record Handshake(
        String remoteAddress,
        @Nullable Principal principal,
        @Nullable String subprotocol,
        Map<String, String> headers,
        Map<String, String> parameters) {}
