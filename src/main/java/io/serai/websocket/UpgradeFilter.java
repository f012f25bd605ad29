package io.serai.websocket;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns a handshake on a served path into a {@link Socket}. A filter, because containers refuse new
 * endpoints once the application is deployed, and routes come later than that.
 */
final class UpgradeFilter extends HttpFilter {

    private static final Logger LOG = LoggerFactory.getLogger(UpgradeFilter.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");
    private static final int UPGRADE_REQUIRED = 426;
    private static final int NONCE_BYTES = 16;

    private static final int KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final transient WebSocketConnections connections;
    private final transient @Nullable Upgrade upgrade;

    /**
     * @param upgrade how to open sockets; null: Undertow's own way if it serves the request, else
     *     Jakarta's
     */
    UpgradeFilter(WebSocketConnections connections, @Nullable Upgrade upgrade) {
        this.connections = connections;
        this.upgrade = upgrade;
    }

    private Upgrade way() {
        if (upgrade != null) {
            return upgrade;
        }
        return UndertowUpgrade.fits() ? new UndertowUpgrade() : new JakartaUpgrade();
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SocketPath path = isUpgrade(request) ? connections.path(pathOf(request)) : null;
        if (path == null) {
            chain.doFilter(request, response);
        } else if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
            response.setHeader("Sec-WebSocket-Version", "13");
            response.sendError(UPGRADE_REQUIRED);
        } else if (!isWellFormed(request)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else if (!mayConnect(request, path)) {
            LOG.info(
                    STRANGER,
                    "{}: a page of another origin was refused, see allowedOrigins",
                    path.name());
            path.meters().closedFor("origin");
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            upgrade(request, response, path);
        }
    }

    private static boolean isUpgrade(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static String pathOf(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static boolean isWellFormed(HttpServletRequest request) {
        String connection = request.getHeader("Connection");
        return "GET".equals(request.getMethod())
                && connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade")
                && isNonce(request.getHeader("Sec-WebSocket-Key"));
    }

    private static boolean isNonce(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == NONCE_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static boolean mayConnect(HttpServletRequest request, SocketPath path) {
        return Origins.mayConnect(
                request.getHeader("Origin"),
                request.getHeader("Host"),
                path.options().allowedOrigins());
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response, SocketPath path)
            throws IOException, ServletException {
        List<String> offered = Negotiation.offered(request.getHeaders("Sec-WebSocket-Protocol"));
        String subprotocol = Negotiation.choose(path.options().subprotocols(), offered);
        Socket socket =
                new Socket(
                        newKey(),
                        path,
                        handshake(request, path, subprotocol),
                        Leftovers.ofHandshake(path.now()));
        way().accept(request, response, socket, subprotocol);
    }

    private static String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Handshake handshake(
            HttpServletRequest request, SocketPath path, String subprotocol) {
        PathOptions options = path.options();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : options.handshakeHeaders()) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : options.handshakeParameters()) {
            String value = request.getParameter(name);
            if (value != null) {
                parameters.put(name, value);
            }
        }
        return new Handshake(
                request.getRemoteAddr(),
                request.getUserPrincipal(),
                subprotocol.isEmpty() ? null : subprotocol,
                Map.copyOf(headers),
                Map.copyOf(parameters));
    }
}
