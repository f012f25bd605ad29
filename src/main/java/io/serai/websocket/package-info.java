/**
 * The Camel component {@code websocket-jsr356:} on Jakarta WebSocket: sockets as exchanges in any
 * route.
 *
 * <p>Knows nothing of customer service: it may see Camel, the Jakarta WebSocket and Servlet API,
 * Micrometer and Spring's wiring. {@link io.serai.websocket.JakartaUpgrade} serves any container;
 * the classes named after Undertow, and {@link io.serai.websocket.Leftovers}, know that one and
 * cost less.
 */
@NullMarked
package io.serai.websocket;

import org.jspecify.annotations.NullMarked;
