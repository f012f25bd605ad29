package io.serai.websocket;

import org.apache.camel.Component;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The options of the serving side: what a path's route sets for all its connections. */
public abstract class WebSocketServerOptions extends DefaultEndpoint {

    @UriParam(
            label = "consumer,security",
            description =
                    "Origins that may connect, comma separated, such as https://shop.example; * for"
                            + " any. The server's own origin (Origin equals Host) and clients that"
                            + " send no Origin always may; others get 403.")
    private String allowedOrigins = "";

    @UriParam(
            label = "consumer",
            description =
                    "Subprotocols spoken, comma separated, the preferred first. The first one the"
                            + " client offers too is echoed; none in common: none.")
    private String subprotocols = "";

    @UriParam(
            label = "consumer,security",
            description =
                    "Names of handshake headers the route may see, comma separated. They come in"
                            + " the one header CamelWebSocketHandshakeHeaders, never under their"
                            + " own names.")
    private String handshakeHeaders = "";

    @UriParam(
            label = "consumer,security",
            description =
                    "Names of query parameters the route may see, comma separated. They come in the"
                            + " one header CamelWebSocketHandshakeParameters, never under their own"
                            + " names.")
    private String handshakeParameters = "";

    @UriParam(
            label = "consumer",
            defaultValue = "65536",
            description = "The largest message in bytes; a larger one closes the socket with 1009.")
    private int maxMessageSize = 65536;

    @UriParam(
            label = "consumer",
            defaultValue = "64",
            description =
                    "Messages of one connection that may wait for the route. Beyond it the hub"
                            + " stops reading that connection until half of them are through; far"
                            + " beyond it (twice) the socket is closed with 1013.")
    private int receiveQueueMessages = 64;

    @UriParam(label = "consumer", defaultValue = "262144", description = "The same bound in bytes.")
    private int receiveQueueBytes = 262144;

    @UriParam(
            label = "consumer",
            defaultValue = "1024",
            description =
                    "Messages that may wait to be sent to one connection; past it the socket reads"
                            + " too slowly and is closed with 1013.")
    private int sendQueueMessages = 1024;

    @UriParam(
            label = "consumer",
            defaultValue = "1048576",
            description = "The same bound in bytes.")
    private int sendQueueBytes = 1048576;

    @UriParam(
            label = "consumer",
            defaultValue = "25s",
            description =
                    "A connection not heard of for this long gets a ping, and again after each"
                            + " such time; 0: no pings.")
    private Duration pingInterval = Duration.ofSeconds(25);

    @UriParam(
            label = "consumer",
            defaultValue = "75s",
            description =
                    "A connection not heard of for this long, not even a pong, is closed with 1001;"
                            + " 0: never.")
    private Duration idleTimeout = Duration.ofSeconds(75);

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description =
                    "Whether open, close and error come as exchanges too, told apart by the header"
                            + " CamelWebSocketEvent.")
    private boolean connectionEvents;

    WebSocketServerOptions(String uri, Component component) {
        super(uri, component);
    }

    PathOptions options() {
        return new PathOptions(
                names(allowedOrigins),
                names(subprotocols),
                names(handshakeHeaders.toLowerCase(Locale.ROOT)),
                names(handshakeParameters),
                maxMessageSize,
                receiveQueueMessages,
                receiveQueueBytes,
                sendQueueMessages,
                sendQueueBytes,
                pingInterval,
                idleTimeout,
                connectionEvents);
    }

    private static Set<String> names(String list) {
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .forEach(names::add);
        return names;
    }

    public String getAllowedOrigins() {
        return allowedOrigins;
    }

    public void setAllowedOrigins(String allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    public String getSubprotocols() {
        return subprotocols;
    }

    public void setSubprotocols(String subprotocols) {
        this.subprotocols = subprotocols;
    }

    public String getHandshakeHeaders() {
        return handshakeHeaders;
    }

    public void setHandshakeHeaders(String handshakeHeaders) {
        this.handshakeHeaders = handshakeHeaders;
    }

    public String getHandshakeParameters() {
        return handshakeParameters;
    }

    public void setHandshakeParameters(String handshakeParameters) {
        this.handshakeParameters = handshakeParameters;
    }

    public int getMaxMessageSize() {
        return maxMessageSize;
    }

    public void setMaxMessageSize(int maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    public int getReceiveQueueMessages() {
        return receiveQueueMessages;
    }

    public void setReceiveQueueMessages(int receiveQueueMessages) {
        this.receiveQueueMessages = receiveQueueMessages;
    }

    public int getReceiveQueueBytes() {
        return receiveQueueBytes;
    }

    public void setReceiveQueueBytes(int receiveQueueBytes) {
        this.receiveQueueBytes = receiveQueueBytes;
    }

    public int getSendQueueMessages() {
        return sendQueueMessages;
    }

    public void setSendQueueMessages(int sendQueueMessages) {
        this.sendQueueMessages = sendQueueMessages;
    }

    public int getSendQueueBytes() {
        return sendQueueBytes;
    }

    public void setSendQueueBytes(int sendQueueBytes) {
        this.sendQueueBytes = sendQueueBytes;
    }

    public Duration getPingInterval() {
        return pingInterval;
    }

    public void setPingInterval(Duration pingInterval) {
        this.pingInterval = pingInterval;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public boolean isConnectionEvents() {
        return connectionEvents;
    }

    public void setConnectionEvents(boolean connectionEvents) {
        this.connectionEvents = connectionEvents;
    }
}
