package io.serai.websocket;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Of any container, by Jakarta WebSocket. */
final class JakartaUpgrade implements Upgrade {

    @Override
    public void accept(
            HttpServletRequest request,
            HttpServletResponse response,
            Socket socket,
            String subprotocol)
            throws IOException, ServletException {
        String path = socket.path().name();
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Ear.class, path)
                        .subprotocols(subprotocol.isEmpty() ? List.of() : List.of(subprotocol))
                        .configurator(new Negotiation(new Ear(socket), subprotocol))
                        .build();
        try {
            container(request).upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException e) {
            throw new ServletException("The WebSocket container refused " + path, e);
        }
    }

    private static ServerContainer container(HttpServletRequest request) throws ServletException {
        Object container =
                request.getServletContext().getAttribute(ServerContainer.class.getName());
        if (container instanceof ServerContainer found) {
            return found;
        }
        throw new ServletException(
                "The web server has no Jakarta WebSocket container; add its WebSocket module, such"
                        + " as undertow-websockets-jsr, to the dependencies");
    }

    /** Tells the socket what the container says. */
    static final class Ear extends Endpoint {

        private final Socket socket;

        Ear(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Whole-message handlers don't bound a message that comes in pieces (Undertow 2.3).
            session.addMessageHandler(String.class, (MessageHandler.Partial<String>) socket::heard);
            session.addMessageHandler(
                    ByteBuffer.class,
                    (MessageHandler.Partial<ByteBuffer>)
                            (part, last) -> {
                                byte[] bytes = new byte[part.remaining()];
                                part.get(bytes);
                                socket.heard(bytes, last);
                            });
            session.addMessageHandler(
                    PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> socket.lives());
            socket.opened(new JakartaWire(session));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            socket.gone(reason.getCloseCode().getCode(), reason.getReasonPhrase());
        }

        @Override
        public void onError(Session session, Throwable cause) {
            socket.failed(cause);
        }
    }
}
