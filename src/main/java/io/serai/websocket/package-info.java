/**
 * The Camel component {@code websocket-jsr356:} on Jakarta WebSocket: sockets as exchanges in any
 * route.
 *
 * <p>Knows nothing of customer service: it may see Camel, the Jakarta WebSocket and Servlet API,
 * Micrometer and Spring's wiring. Two classes, {@link io.serai.websocket.UndertowWire} and {@link
 * io.serai.websocket.Leftovers}, know the container.
 */
@NullMarked
package io.serai.websocket;

import org.jspecify.annotations.NullMarked;
