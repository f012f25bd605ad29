/**
 * The Camel component {@code websocket-jsr356:} on Jakarta WebSocket: sockets as exchanges in any
 * route.
 *
 * <p>Knows nothing of customer service: it may see Camel, the Jakarta WebSocket and Servlet API,
 * Micrometer and Spring's wiring. One class, {@link io.serai.websocket.UndertowWire}, knows the
 * container.
 */
@NullMarked
package io.serai.websocket;

import org.jspecify.annotations.NullMarked;
