package io.serai.websocket;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Exchanges messages with WebSocket clients through the web server the application already runs.
 *
 * <p>The sockets belong to {@link WebSocketConnections}, not to a route or to this component, so a
 * route can be replaced under them. The component is made anew for each Camel context and takes the
 * connections it finds in the registry.
 */
@Component("websocket-jsr356")
public final class WebSocketComponent extends DefaultComponent {

    @Metadata(
            description =
                    "Where the live sockets are kept. By default the one in the registry; without"
                            + " one the component makes its own.",
            label = "advanced")
    private @Nullable WebSocketConnections connections;

    private boolean own;

    /** The live sockets. */
    public WebSocketConnections getConnections() {
        if (connections == null) {
            throw new IllegalStateException("websocket-jsr356: the component isn't started yet");
        }
        return connections;
    }

    public void setConnections(WebSocketConnections connections) {
        this.connections = connections;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        WebSocketEndpoint endpoint = new WebSocketEndpoint(uri, this, path(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static String path(String remaining) {
        if (remaining.startsWith("ws:") || remaining.startsWith("wss:")) {
            throw new IllegalArgumentException(
                    "websocket-jsr356: serves paths, such as websocket-jsr356:/ws/echo; it isn't a"
                            + " client for "
                            + remaining);
        }
        String path = "/" + remaining.replaceFirst("^/+", "");
        if (path.equals("/") || path.contains("{") || path.contains("*")) {
            throw new IllegalArgumentException(
                    "websocket-jsr356: the path must be one fixed path, such as"
                            + " websocket-jsr356:/ws/echo, not '"
                            + remaining
                            + "'");
        }
        return path;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (connections == null) {
            connections =
                    CamelContextHelper.findSingleByType(
                            getCamelContext(), WebSocketConnections.class);
        }
        if (connections == null) {
            own = true;
            connections =
                    new WebSocketConnections(
                            WebSocketSettings.defaults(),
                            CamelContextHelper.findSingleByType(
                                    getCamelContext(), MeterRegistry.class));
        }
    }

    @Override
    protected void doShutdown() throws Exception {
        if (own && connections != null) {
            connections.stop();
        }
        super.doShutdown();
    }
}
