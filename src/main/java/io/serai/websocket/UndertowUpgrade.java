package io.serai.websocket;

import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.servlet.websockets.ServletWebSocketHttpExchange;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.protocol.version13.Hybi13Handshake;
import io.undertow.websockets.core.protocol.version13.WebSocket13Channel;
import io.undertow.websockets.extensions.NoopExtensionFunction;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.ClassUtils;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Undertow's own WebSocket, without the Jakarta session around it that costs 2 KB a connection and
 * encodes a text once for each connection it goes to.
 */
final class UndertowUpgrade implements Upgrade {

    private static final boolean PRESENT =
            ClassUtils.isPresent(
                            "io.undertow.servlet.websockets.ServletWebSocketHttpExchange",
                            UndertowUpgrade.class.getClassLoader())
                    && ClassUtils.isPresent(
                            "io.undertow.websockets.core.WebSocketChannel",
                            UndertowUpgrade.class.getClassLoader());

    /** Undertow's channels leave it when they close; none is ever in it. */
    private static final Set<WebSocketChannel> PEERS = ConcurrentHashMap.newKeySet(1);

    /** Whether Undertow serves the request that runs in this thread. */
    static boolean fits() {
        return PRESENT && ServletRequestContext.current() != null;
    }

    @Override
    public void accept(
            HttpServletRequest request,
            HttpServletResponse response,
            Socket socket,
            String subprotocol) {
        ServletWebSocketHttpExchange exchange =
                new ServletWebSocketHttpExchange(request, response, PEERS);
        String name = socket.path().name();
        exchange.upgradeChannel(
                (connection, upgraded) ->
                        UndertowWire.open(
                                socket,
                                new WebSocket13Channel(
                                        connection,
                                        upgraded.getConnection().getByteBufferPool(),
                                        name,
                                        subprotocol,
                                        false,
                                        false,
                                        NoopExtensionFunction.INSTANCE,
                                        PEERS,
                                        upgraded.getConnection().getUndertowOptions())));
        Set<String> spoken = subprotocol.isEmpty() ? Set.of() : Set.of(subprotocol);
        new Hybi13Handshake(spoken, false).handshake(exchange);
    }
}
