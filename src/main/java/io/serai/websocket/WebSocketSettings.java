package io.serai.websocket;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * What holds for all WebSocket paths.
 *
 * @param reloadHold how long sockets and their waiting messages are kept when the route of their
 *     path is stopped; a route that comes back in time finds them all, otherwise they are closed
 *     with 1001
 * @param closeTimeout how long a peer may take to answer a close frame before its connection is cut
 * @param beat how often idle sockets are looked at; the grain of all timeouts
 */
@ConfigurationProperties("serai.websocket")
public record WebSocketSettings(
        @DefaultValue("30s") Duration reloadHold,
        @DefaultValue("5s") Duration closeTimeout,
        @DefaultValue("1s") Duration beat) {

    static WebSocketSettings defaults() {
        return new WebSocketSettings(
                Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(1));
    }
}
